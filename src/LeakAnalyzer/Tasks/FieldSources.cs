using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>How the source in a field is lost while a task may wait with its token.</summary>
internal enum SourceLoss
{
    /// <summary>It isn't lost.</summary>
    None,

    /// <summary>Some member disposes it, and nobody cancels it.</summary>
    OnlyDisposed,

    /// <summary>A member that runs again puts another in its place and doesn't cancel it.</summary>
    Replaced,
}

/// <summary>A source that a type makes and keeps in a private field.</summary>
/// <param name="Keeper">The field or property.</param>
/// <param name="Creation">The expression that makes the source.</param>
internal readonly record struct FieldSource(ISymbol Keeper, ExpressionSyntax Creation)
{
    /// <summary>The source that an assignment puts into a member; null where it puts none there.</summary>
    public static FieldSource? Assigned(IAssignmentOperation assignment, LeakModel model) =>
        assignment is { Target: IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } target } && model.Symbols.IsCancellationTokenSource(target.Type) && ObjectResolver.IsOwn(target)
            ? Of(target.Member, assignment.Value, model)
            : null;

    /// <summary>The source that the initializer of a member makes; null where it makes none.</summary>
    public static FieldSource? Initialized(ISymbolInitializerOperation initializer, LeakModel model) => initializer switch
    {
        IFieldInitializerOperation { InitializedFields: [var field] } when model.Symbols.IsCancellationTokenSource(field.Type) => Of(field, initializer.Value, model),
        IPropertyInitializerOperation { InitializedProperties: [var property] } when model.Symbols.IsCancellationTokenSource(property.Type) => Of(property, initializer.Value, model),
        _ => null,
    };

    private static FieldSource? Of(ISymbol member, IOperation value, LeakModel model) =>
        value.Unwrap().Syntax is ExpressionSyntax creation && model.World.IsClosed(member) && model.Values.IsNew(creation) ? new FieldSource(member.OriginalDefinition, creation) : null;
}

/// <summary>
/// Finds the sources in fields that are disposed or replaced without being cancelled, and the tasks that then wait for ever. The uses of the field are
/// asked first: only where they lose the source are the tasks of its type looked for.
/// </summary>
internal static class FieldSources
{
    /// <summary>How a source is lost, as far as the uses of its field tell.</summary>
    public static SourceLoss LossOf(FieldSource source, LeakModel model)
    {
        bool isDisposed = false;
        bool mayBeCancelled = false;
        foreach (ObjectUse use in model.UsesOf(WaitedObject.Of(source.Keeper)))
        {
            UseEffect effect = Interest.InCancel.Of(use.Effects);
            isDisposed |= effect == UseEffect.Disposes && !UnreachedCode.Holds(use.Act, model);
            mayBeCancelled |= effect is not (UseEffect.Harmless or UseEffect.Disposes) && !IsOfOwnWork(use, effect);
        }

        return isDisposed && !mayBeCancelled && model.Values.Of(source.Keeper) is [var first, ..] && (first == source.Creation || SyntaxQueries.IsNull(first)) ? SourceLoss.OnlyDisposed
            : Replacements.LoseOld(source.Keeper, source.Creation, Interest.InCancel, model) ? SourceLoss.Replaced
            : SourceLoss.None;
    }

    /// <summary>Whether nobody cancels the source in a field but the work that waits with its token, and somebody disposes it.</summary>
    public static bool IsOnlyDisposed(ISymbol keeper, Wait wait, LeakModel model)
    {
        bool isDisposed = false;
        foreach (ObjectUse use in model.UsesOf(WaitedObject.Of(keeper)))
        {
            UseEffect effect = Interest.InCancel.Of(use.Effects);
            if (effect is UseEffect.Harmless or UseEffect.Disposes)
            {
                isDisposed |= effect == UseEffect.Disposes && !UnreachedCode.Holds(use.Act, model);
            }
            else if (!wait.Functions.Contains(SyntaxQueries.EnclosingFunction(use.Act)) && !UnreachedCode.Holds(use.Act, model))
            {
                return false;
            }
        }

        return isDisposed;
    }

    /// <summary>Whether a task waits with the token of a source that LEAK003 reports, so that the other rules are silent about the task.</summary>
    public static bool Explain(StartedTask task, LeakModel model) =>
        WaitsWithLost(task, model) && Lifetimes.Of(task.Scope, task.Start.Call.Syntax, model) != Lifetime.Once;

    private static bool WaitsWithLost(StartedTask task, LeakModel model)
    {
        foreach (GovernedWait governed in task.Waits)
        {
            foreach (Canceller canceller in governed.Wait.Token.Cancellers)
            {
                if (canceller is not { Kind: CancellerKind.Holder, Symbol: IFieldSymbol or IPropertySymbol } || governed.ByToken is not (Governor.Nothing or Governor.Caller or Governor.TypesGiver or Governor.Unknown))
                {
                    continue;
                }

                foreach (ExpressionSyntax creation in model.Values.Of(canceller.Symbol) ?? [])
                {
                    var source = new FieldSource(canceller.Symbol.OriginalDefinition, creation);
                    if (!SyntaxQueries.IsNull(creation) && LossOf(source, model) is var loss and not SourceLoss.None && Depends(governed, source, loss, model))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>The tasks that wait with the token of a lost source: those that the type drops, and those that it keeps in fields.</summary>
    public static IEnumerable<StartedTask> DependentsOf(FieldSource source, SourceLoss loss, LeakModel model)
    {
        SyntaxNode around = SyntaxQueries.EnclosingMember(source.Creation);
        foreach (SyntaxReference reference in source.Keeper.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (SyntaxNode node in loss == SourceLoss.Replaced ? [around] : reference.GetSyntax().ChildNodes())
            {
                if (node is MemberDeclarationSyntax member and not BaseTypeDeclarationSyntax)
                {
                    foreach (StartedTask task in StartedIn(member, source, loss, model))
                    {
                        yield return task;
                    }
                }
            }

            if (loss == SourceLoss.Replaced)
            {
                break;
            }
        }
    }

    private static IEnumerable<StartedTask> StartedIn(MemberDeclarationSyntax member, FieldSource source, SourceLoss loss, LeakModel model)
    {
        foreach ((IOperation body, ISymbol symbol) in BodiesOf(member, model))
        {
            foreach (IOperation operation in body.DescendantsAndSelf())
            {
                if (StartedBy(operation, model) is not { } value)
                {
                    continue;
                }

                Func<Scope> scopeOf = () => Scope.Of(operation, symbol, () => model.Bodies.GraphOf(body.Syntax, body)!, model);
                foreach (TaskStart start in new StartFinder(model).Find(value))
                {
                    if (StartedTask.Of(start, scopeOf, model, countsUnseen: true) is { } task && DependentWaits(task, source, loss, model) is { IsEmpty: false } waits)
                    {
                        yield return task with { Waits = waits };
                    }
                }
            }
        }
    }

    /// <summary>The expression whose task a statement or initializer drops, or keeps in a member.</summary>
    private static IOperation? StartedBy(IOperation operation, LeakModel model) => operation switch
    {
        IExpressionStatementOperation { Operation: IAssignmentOperation { Target: IMemberReferenceOperation target, Value: var value } } => model.Symbols.IsTask(target.Type) ? value : null,
        IExpressionStatementOperation statement => DroppedTasks.OfStatement(statement, model),
        IVariableDeclaratorOperation declarator => DroppedTasks.OfLocal(declarator, model),
        IFieldInitializerOperation { InitializedFields: [{ Type: var type }], Value: var value } when model.Symbols.IsTask(type) => value,
        _ => null,
    };

    private static IEnumerable<(IOperation Body, ISymbol Symbol)> BodiesOf(MemberDeclarationSyntax member, LeakModel model)
    {
        IEnumerable<SyntaxNode> nodes = member switch
        {
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Where(variable => variable.Initializer is not null),
            BasePropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Accessors,
            _ => [member],
        };
        foreach (SyntaxNode node in nodes)
        {
            SyntaxNode body = node is VariableDeclaratorSyntax { Initializer: { } initializer } ? initializer : node is PropertyDeclarationSyntax { ExpressionBody: { } arrow } ? arrow : node;
            if (model.OperationAt(body) is { } operation && model.SemanticModelOf(node.SyntaxTree)?.GetDeclaredSymbol(node) is { } symbol)
            {
                yield return (operation, symbol);
            }
        }
    }

    private static System.Collections.Immutable.ImmutableArray<GovernedWait> DependentWaits(StartedTask task, FieldSource source, SourceLoss loss, LeakModel model) =>
        task.Waits.RemoveAll(governed => !Depends(governed, source, loss, model));

    /// <summary>Whether a wait has the token of the source, and nothing but that was to end it.</summary>
    private static bool Depends(GovernedWait governed, FieldSource source, SourceLoss loss, LeakModel model)
    {
        Wait wait = governed.Wait;
        bool has = false;
        foreach (Canceller canceller in wait.Token.Cancellers)
        {
            switch (canceller.Kind)
            {
                case CancellerKind.Holder when KnownSymbols.Same(canceller.Symbol, source.Keeper):
                    has = true;
                    break;
                case CancellerKind.Giver or CancellerKind.GiverOfSource when loss == SourceLoss.OnlyDisposed: // disposed, it is unlinked from what it was given
                case CancellerKind.NobodyOnPurpose:
                    break;
                default:
                    return false;
            }
        }

        return has
            && (loss != SourceLoss.OnlyDisposed || IsOnlyDisposed(source.Keeper, wait, model))
            && (wait.Loop is null || wait.Loop.AreNone && !ReadsTokenEachIteration(wait.Syntax, source.Keeper, model))
            && !IsEndedByObject(governed, model);
    }

    /// <summary>Whether the end of a source's owner leaves a loop: each iteration takes the token from the source, and that throws once it is disposed.</summary>
    public static bool EndLoop(Wait wait, ISymbol keeper, LeakModel model) =>
        wait.Loop is not null && IsOnlyDisposed(keeper, wait, model) && ReadsTokenEachIteration(wait.Syntax, keeper, model);

    private static bool ReadsTokenEachIteration(SyntaxNode loop, ISymbol keeper, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in model.Uses.In(loop, keeper))
        {
            if (model.OperationAt(SyntaxQueries.Qualified(use)) is { } source
                && source.Outermost().Parent is IPropertyReferenceOperation { Type: var type } token
                && model.Symbols.IsCancellationToken(type)
                && !IsCaughtIn(loop, token))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCaughtIn(SyntaxNode loop, IOperation operation)
    {
        IOperation? around = operation;
        while (around is not null && around.Syntax != loop)
        {
            around = around.Parent;
        }

        return around is null || LoopExceptions.IsCaughtWithin(around, operation);
    }

    private static bool IsEndedByObject(GovernedWait governed, LeakModel model) =>
        governed.Wait.IsUnseen
            ? governed.Wait.Object is { Names.IsEmpty: false } unseen && unseen.Root is IFieldSymbol or IPropertySymbol && ClosedMembers.IsClosedByName(unseen.Root, model)
            : governed.ByObject is not (Governor.Nothing or Governor.ScopeOnSomePaths);

    /// <summary>Whether an act that may cancel stands in a lambda or method that runs as work of the type; who waits then is asked for each task.</summary>
    private static bool IsOfOwnWork(ObjectUse use, UseEffect effect) =>
        effect is UseEffect.Ends or UseEffect.MayEnd && SyntaxQueries.EnclosingMember(use.Act) is MethodDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(modifier => modifier.ValueText is "async");
}
