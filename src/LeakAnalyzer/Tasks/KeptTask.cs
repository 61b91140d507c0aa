using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>A task that a type which can be disposed starts and keeps in a private field, and that no member of it joins.</summary>
/// <param name="Keeper">The field or property.</param>
/// <param name="Task">The task.</param>
internal sealed record KeptTask(ISymbol Keeper, StartedTask Task)
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

    /// <summary>The tasks that such an assignment keeps; none where some member joins what the keeper holds.</summary>
    public static IEnumerable<KeptTask> Of((ISymbol Keeper, IOperation Value) assigned, Func<Scope> scopeOf, LeakModel model)
    {
        if (!TaskUses.IsNeverJoined(assigned.Keeper, model))
        {
            yield break;
        }

        foreach (StartedTask task in ScopeTasks.Of(assigned.Value, scopeOf, model))
        {
            yield return new KeptTask(assigned.Keeper, task);
        }
    }

    /// <summary>Whether some member of the type may end a loop through what the loop uses: a field that it sets, an object that it closes.</summary>
    public bool MayBeEndedThrough(LoopExits loop, Wait wait, LeakModel model)
    {
        foreach (ISymbol member in loop.Members)
        {
            if (loop.UsesClosableMember && !IsOwnObject(member, model) || IsEnded(member, wait, model))
            {
                return true;
            }
        }

        return loop.MayThrow;
    }

    /// <summary>Whether some member of the type sets a field that a loop around a wait tests on its iterations.</summary>
    public bool SetsWhatIsAskedAround(Wait wait, LeakModel model)
    {
        foreach (SyntaxNode site in wait.Joins)
        {
            foreach (string name in SyntaxQueries.NamesAskedInLoops(site))
            {
                for (INamedTypeSymbol? type = Keeper.ContainingType; type is not null; type = type.BaseType)
                {
                    if (type.GetMembers(name).Any(member => IsSet(member, wait, model)))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool IsSet(ISymbol member, Wait wait, LeakModel model)
    {
        bool canBeSet = member is IFieldSymbol { IsReadOnly: false, IsConst: false } or IPropertySymbol { SetMethod: not null };
        return canBeSet && (!model.World.IsClosed(member) || UsesByOthers(member, wait, model).Any(use => SyntaxQueries.IsWritten(use, out _) && !IsOnlyRead(use, model)));
    }

    /// <summary>Whether a type ends what it owns: it can be disposed, or a host stops it.</summary>
    private static bool IsOwner(INamedTypeSymbol type, KnownSymbols symbols) =>
        symbols.IsDisposable(type) || symbols.IsHostedService(type);

    /// <summary>Whether a member holds no object that somebody else may close: a value, or what the type has made itself.</summary>
    private static bool IsOwnObject(ISymbol member, LeakModel model) =>
        member is IFieldSymbol { Type.IsValueType: true } or IPropertySymbol { Type.IsValueType: true } || model.Values.HoldsOnlyNew(member);

    private bool IsEnded(ISymbol member, Wait wait, LeakModel model)
    {
        // What a source does to the loop, its token has told.
        ITypeSymbol? type = (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
        if (KnownSymbols.Same(member, Keeper) || member is IFieldSymbol { IsConst: true } || model.Symbols.IsCancellationTokenSource(type) || model.Symbols.IsCancellationToken(type))
        {
            return false;
        }

        if (!model.World.IsClosed(member) || model.Values.Of(member) is null && member is IPropertySymbol)
        {
            return true;
        }

        return UsesByOthers(member, wait, model).Any(use => MayEnd(use, model));
    }

    /// <summary>The uses of a private member elsewhere than in the work itself or where the type is made.</summary>
    private static IEnumerable<IdentifierNameSyntax> UsesByOthers(ISymbol member, Wait wait, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in model.Uses.Of(member))
        {
            SyntaxNode function = SyntaxQueries.EnclosingFunction(use);
            if (!wait.Functions.Contains(function) && function is not ConstructorDeclarationSyntax)
            {
                yield return use;
            }
        }
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
