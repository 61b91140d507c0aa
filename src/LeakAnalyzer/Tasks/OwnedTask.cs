using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>A task that a type which can be disposed, or a hosted service, starts, and keeps in a member or drops.</summary>
/// <param name="Owner">The type.</param>
/// <param name="Keeper">The field or property that keeps it; null where it is dropped.</param>
/// <param name="Task">The task.</param>
internal sealed record OwnedTask(INamedTypeSymbol Owner, ISymbol? Keeper, StartedTask Task)
{
    /// <summary>The member by which an assignment keeps a task, and the task's expression; null where it keeps none that is to be looked at.</summary>
    public static (ISymbol Keeper, IOperation Value)? Assigned(IAssignmentOperation assignment, LeakModel model) =>
        assignment is { Target: IMemberReferenceOperation { Member: var member, Instance: IInstanceReferenceOperation } target, Value: var value }
            ? Kept(member, target.Type, value, model)
            : null;

    /// <summary>The member whose initializer keeps a task, and the task's expression; null where it keeps none that has to be asked about.</summary>
    public static (ISymbol Keeper, IOperation Value)? Initialized(ISymbolInitializerOperation initializer, LeakModel model) => initializer switch
    {
        IFieldInitializerOperation { InitializedFields: [var field] } => Kept(field, field.Type, initializer.Value, model),
        IPropertyInitializerOperation { InitializedProperties: [var property] } => Kept(property, property.Type, initializer.Value, model),
        _ => null,
    };

    private static (ISymbol Keeper, IOperation Value)? Kept(ISymbol member, ITypeSymbol? type, IOperation value, LeakModel model) =>
        !member.IsStatic
        && model.Symbols.IsTask(type)
        && value.Unwrap() is IInvocationOperation
        && model.World.IsClosed(member)
        && IsOwner(member.ContainingType, model.Symbols)
            ? (member, value)
            : null;

    /// <summary>The tasks that such an assignment keeps.</summary>
    public static IEnumerable<OwnedTask> Of((ISymbol Keeper, IOperation Value) assigned, Func<Scope> scopeOf, LeakModel model)
    {
        foreach (StartedTask task in ScopeTasks.Of(assigned.Value, scopeOf, model))
        {
            yield return new OwnedTask(assigned.Keeper.ContainingType, assigned.Keeper, task);
        }
    }

    /// <summary>A dropped task as one of its type; null where its type isn't ended by anybody, or no object of it starts the task.</summary>
    public static OwnedTask? Of(StartedTask task, LeakModel model) =>
        task.Scope is { IsStatic: false, Type: { } owner } && IsOwner(owner, model.Symbols) ? new OwnedTask(owner, null, task) : null;

    /// <summary>Whether a type ends what it owns: it can be disposed, or a host stops it.</summary>
    public static bool IsOwner(INamedTypeSymbol type, KnownSymbols symbols) => symbols.IsDisposable(type) || symbols.IsHostedService(type);

    /// <summary>Whether some read of the keeper joins the task, or hands it on to others as a task, so that they may.</summary>
    public bool MayBeJoined(LeakModel model)
    {
        foreach (IdentifierNameSyntax use in Keeper is null ? ImmutableArray<IdentifierNameSyntax>.Empty : model.Uses.Of(Keeper))
        {
            if (!TaskUses.IsPassive(use, model) && !IsGivenAsOther(use, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a use hands the task to a call that takes no task, but something to dispose: one that disposes whatever it is given.</summary>
    private static bool IsGivenAsOther(IdentifierNameSyntax use, LeakModel model) =>
        model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost() is { Parent: IArgumentOperation { Parameter.Type: { } type } } && KnownSymbols.Same(type, model.Symbols.Disposable);

    /// <summary>What of the end of the owner ends one of the task's waits, or keeps it from the start.</summary>
    public Governor GovernorOf(GovernedWait governed, TypeEnd end, LeakModel model)
    {
        LeakOptions options = model.Options.For(Task.Start.Call.Syntax.SyntaxTree);
        return new Governance(model, options, Task.Scope, Task.Start.Call.Syntax, end).Of(governed.Wait).Governor;
    }

    /// <summary>Whether the end may end a loop through what the loop uses: a field that it sets, an object that it closes.</summary>
    public bool MayBeEndedThrough(LoopExits loop, Wait wait, TypeEnd end, LeakModel model)
    {
        foreach (ISymbol member in loop.Members)
        {
            if (IsOwn(member) ? IsEnded(member, wait, end, model) || loop.UsesClosableMember && !IsOwnObject(member, model) : IsClosedElsewhere(member, loop, model))
            {
                return true;
            }
        }

        return loop.MayThrow;
    }

    /// <summary>Whether a member is one of the owner, by itself or by what it inherits.</summary>
    private bool IsOwn(ISymbol member)
    {
        for (INamedTypeSymbol? type = Owner; type is not null; type = type.BaseType)
        {
            if (KnownSymbols.Same(type.OriginalDefinition, member.ContainingType?.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a member of another object holds an object whose calls throw when others close it.</summary>
    private static bool IsClosedElsewhere(ISymbol member, LoopExits loop, LeakModel model) =>
        loop.UsesClosableMember && model.Symbols.IsDisposable((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type);

    /// <summary>Whether a member holds no object that somebody else may close: a value, or what the type has made itself.</summary>
    private static bool IsOwnObject(ISymbol member, LeakModel model) =>
        member is IFieldSymbol { Type.IsValueType: true } or IPropertySymbol { Type.IsValueType: true } || model.Values.HoldsOnlyNew(member);

    private bool IsEnded(ISymbol member, Wait wait, TypeEnd end, LeakModel model)
    {
        // What a source does to the loop, its token has told.
        ITypeSymbol? type = (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
        if (KnownSymbols.Same(member, Keeper) || member is IFieldSymbol { IsConst: true } || model.Symbols.IsCancellationTokenSource(type) || model.Symbols.IsCancellationToken(type))
        {
            return false;
        }

        IEnumerable<IdentifierNameSyntax> uses = model.World.IsClosed(member) ? model.Uses.Of(member) : UsesInOwner(member, model);
        foreach (IdentifierNameSyntax use in uses)
        {
            SyntaxNode function = SyntaxQueries.EnclosingFunction(use);
            if (!wait.Functions.Contains(function) && function is not ConstructorDeclarationSyntax && MayEnd(use, model) && end.ReachOf(use) != Reach.No)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The uses of an open member in the text of the owner: what others do with it is no end of the owner.</summary>
    private List<IdentifierNameSyntax> UsesInOwner(ISymbol member, LeakModel model)
    {
        var uses = new List<IdentifierNameSyntax>();
        for (INamedTypeSymbol? type = Owner.OriginalDefinition; type is not null; type = type.BaseType?.OriginalDefinition)
        {
            foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
            {
                foreach (SyntaxNode node in reference.GetSyntax().DescendantNodes())
                {
                    if (node is IdentifierNameSyntax name && name.Identifier.ValueText == member.Name
                        && KnownSymbols.Same(model.SemanticModelOf(name.SyntaxTree)?.GetSymbolInfo(name).Symbol?.OriginalDefinition, member.OriginalDefinition))
                    {
                        uses.Add(name);
                    }
                }
            }
        }

        return uses;
    }

    private static bool MayEnd(IdentifierNameSyntax use, LeakModel model)
    {
        if (SyntaxQueries.IsWritten(use, out _))
        {
            return !IsOnlyRead(use, model);
        }

        SyntaxNode node = SyntaxQueries.WithoutParentheses(SyntaxQueries.Qualified(use));
        return node.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == node => EndingNames.Include(access.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } =>
                EndingNames.Include(binding.Name.Identifier.ValueText),
            ArgumentSyntax => !IsOnlyRead(use, model),
            UsingStatementSyntax or EqualsValueClauseSyntax => true,
            _ => false,
        };
    }

    /// <summary>Whether a use only hands a member over to be read.</summary>
    private static bool IsOnlyRead(IdentifierNameSyntax use, LeakModel model) =>
        SyntaxQueries.WithoutParentheses(SyntaxQueries.Qualified(use)).Parent is ArgumentSyntax argument
        && model.OperationAt(argument) is IArgumentOperation { Parent: IInvocationOperation call }
        && model.Calls.Of(call) is { OnArguments: Effect.None };
}
