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

/// <summary>A task of a disposable type or hosted service (the owner), which keeps the task in a member or drops it.</summary>
/// <param name="Owner">The type whose disposal or stop should end the task.</param>
/// <param name="Keeper">The field or property that holds the task; null if the task is dropped.</param>
/// <param name="Task">The started task.</param>
internal sealed record OwnedTask(INamedTypeSymbol Owner, ISymbol? Keeper, StartedTask Task)
{
    /// <summary>Whether the owner is derived from the type whose code starts the task.</summary>
    public bool IsOfHeir => !KnownSymbols.Same(Owner.OriginalDefinition, Task.Scope.Type?.OriginalDefinition);

    /// <summary>Gets the tasks that an expression starts and a member keeps. <paramref name="scopeOf"/> gets the function around the expression.</summary>
    public static IEnumerable<OwnedTask> Of(ISymbol keeper, IOperation start, Func<Scope> scopeOf, LeakModel model)
    {
        foreach (StartedTask task in ScopeTasks.Of(start, scopeOf, model))
        {
            yield return new OwnedTask(keeper.ContainingType, keeper, task);
        }
    }

    /// <summary>
    /// Gets a dropped task with the type that starts it as its owner; null if that type isn't an owner, or if the start is in a static function.
    /// </summary>
    public static OwnedTask? Of(StartedTask task, LeakModel model) =>
        task.Scope is { IsStatic: false, Type: { } owner } && IsOwner(owner, model.Symbols) ? new OwnedTask(owner, null, task) : null;

    /// <summary>
    /// Gets the task as if no other assembly used the internal and protected members, or one for each type derived from an abstract owner; empty if
    /// that changes nothing.
    /// </summary>
    public IEnumerable<OwnedTask> InOwnCode(LeakModel model)
    {
        ImmutableArray<GovernedWait> waits = Task.Waits.AddRange(Task.Retries);
        if (!waits.Any(governed => governed.Doubt is Doubt.HandedOn or Doubt.SeenFromOutside or Doubt.UnseenToken))
        {
            return [];
        }

        bool isOfHeirs = waits.Any(governed => IsHeldForHeirs(governed, model.Symbols));
        return !isOfHeirs && !model.World.HasFriends || model.OwnCode is not { } alone || StartedTask.Of(Task.Start, () => Task.Scope, alone) is not { } task ? []
            : isOfHeirs && Owner.IsAbstract ? alone.Bodies.DerivedFrom(Owner).Select(heir => this with { Task = task, Owner = heir })
            : [this with { Task = task }];
    }

    /// <summary>Whether a derived type may end the wait through a protected member.</summary>
    private bool IsHeldForHeirs(GovernedWait governed, KnownSymbols symbols) =>
        governed.Wait.Object is { Names.IsEmpty: false, Root.DeclaredAccessibility: Accessibility.Protected }
        || governed.Doubt == Doubt.UnseenToken && HasProtectedSource(symbols);

    private bool HasProtectedSource(KnownSymbols symbols)
    {
        for (INamedTypeSymbol? type = Owner; type is { DeclaringSyntaxReferences.IsEmpty: false }; type = type.BaseType)
        {
            foreach (ISymbol member in type.GetMembers())
            {
                if (member.DeclaredAccessibility == Accessibility.Protected && symbols.IsCancellationTokenSource(SignalMember.TypeOf(member)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a type must end the tasks that it starts: it is disposable, or a host stops it.</summary>
    public static bool IsOwner(INamedTypeSymbol type, KnownSymbols symbols) => symbols.IsDisposable(type) || symbols.IsHostedService(type);

    /// <summary>Whether some code may join the task through the member that holds it.</summary>
    public bool MayBeJoined(LeakModel model)
    {
        foreach (SimpleNameSyntax use in Keeper is null ? ImmutableArray<SimpleNameSyntax>.Empty : model.Uses.Of(Keeper))
        {
            if (!TaskUses.IsPassive(use, model) && !IsPassedAsDisposable(use, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a use passes the task as an <c>IDisposable</c>, to be disposed and not joined.</summary>
    private static bool IsPassedAsDisposable(SimpleNameSyntax use, LeakModel model) =>
        model.OperationAt(SyntaxQueries.Qualified(use))?.Outermost() is { Parent: IArgumentOperation { Parameter.Type: { } type } } && KnownSymbols.Same(type, model.Symbols.Disposable);

    /// <summary>Finds what can end one of the task's waits, if only the owner's disposal or stop counts, and no other code of the owner.</summary>
    public Governor GovernorOf(GovernedWait governed, TypeEnd end, LeakModel model) => Governed(governed.Wait, model, end).Governor;

    /// <summary>Finds what can end a wait of the task, or a loop around such a wait.</summary>
    /// <param name="wait">The wait or loop.</param>
    /// <param name="model">The compilation's model.</param>
    /// <param name="end">The owner's disposal or stop, if no other code of the owner counts; null if all counts.</param>
    public GovernedWait Governed(Wait wait, LeakModel model, TypeEnd? end = null)
    {
        LeakOptions options = model.Options.For(Task.Start.Call.Syntax.SyntaxTree);
        return new Governance(model, options, Task.Scope, Task.Start.Call.Syntax, end).Of(wait);
    }

    /// <summary>Whether the owner's disposal or stop may end a loop through a member that the loop uses, or an exception of unknown code may.</summary>
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

    private bool IsOwn(ISymbol member) => KnownSymbols.IsOrDerivesFrom(Owner, member.ContainingType);

    /// <summary>
    /// Whether code outside the owner may close the object in a member that the owner doesn't have, so that the loop's calls on it throw.
    /// </summary>
    private static bool IsClosedElsewhere(ISymbol member, LoopExits loop, LeakModel model) =>
        loop.UsesClosableMember && model.Symbols.IsDisposable((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type);

    private static bool IsOwnObject(ISymbol member, LeakModel model) =>
        member is IFieldSymbol { Type.IsValueType: true } or IPropertySymbol { Type.IsValueType: true } || model.Values.HoldsOnlyNew(member);

    private bool IsEnded(ISymbol member, Wait wait, TypeEnd end, LeakModel model)
    {
        // What cancels the wait's token is asked elsewhere, so sources and tokens don't count here.
        ITypeSymbol? type = (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
        if (KnownSymbols.Same(member, Keeper) || member is IFieldSymbol { IsConst: true } || model.Symbols.IsCancellationTokenSource(type) || model.Symbols.IsCancellationToken(type))
        {
            return false;
        }

        IEnumerable<SimpleNameSyntax> uses = model.World.IsClosed(member) ? model.Uses.Of(member) : UsesInOwner(member, model);
        foreach (SimpleNameSyntax use in uses)
        {
            SyntaxNode function = SyntaxQueries.EnclosingFunction(use);
            if (!wait.Functions.Contains(function) && function is not ConstructorDeclarationSyntax && MayEnd(use, model) && end.ReachOf(use) != Reach.No)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the uses of a member in the code of the owner and its base types, and not in other assemblies.</summary>
    private List<SimpleNameSyntax> UsesInOwner(ISymbol member, LeakModel model)
    {
        var uses = new List<SimpleNameSyntax>();
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

    private static bool MayEnd(SimpleNameSyntax use, LeakModel model)
    {
        if (SyntaxQueries.IsWritten(use, out _))
        {
            return !model.Values.IsOnlyRead(use);
        }

        SyntaxNode node = SyntaxQueries.WithParentheses(SyntaxQueries.Qualified(use));
        while (node.Parent is MemberAccessExpressionSyntax { Parent: MemberAccessExpressionSyntax } part && part.Expression == node)
        {
            node = part; // a call that ends a part of the object, such as the value of a Lazy, may end the loop too
        }

        return node.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == node => EndingNames.Include(access.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } =>
                EndingNames.Include(binding.Name.Identifier.ValueText),
            ArgumentSyntax => !model.Values.IsOnlyRead(use),
            UsingStatementSyntax or EqualsValueClauseSyntax => true,
            _ => false,
        };
    }
}
