using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>How the <c>CancellationTokenSource</c> in a field is lost, although a task may still wait with its token.</summary>
internal enum SourceLoss
{
    /// <summary>The source isn't lost.</summary>
    None,

    /// <summary>Some member disposes the source, and only the waiting task itself may cancel it.</summary>
    OnlyDisposed,

    /// <summary>A member that runs again puts a new source into the field and doesn't cancel the old one.</summary>
    Replaced,
}

/// <summary>A <c>CancellationTokenSource</c> that a type creates and keeps in a field or property.</summary>
/// <param name="Keeper">The field or property that holds the source.</param>
/// <param name="Creation">The expression that creates the source.</param>
internal readonly record struct FieldSource(ISymbol Keeper, ExpressionSyntax Creation)
{
    /// <summary>
    /// Gets the source that an assignment creates and puts into a member; null if there is none, or if other assemblies can use the member.
    /// </summary>
    public static FieldSource? Assigned(IAssignmentOperation assignment, LeakModel model) =>
        assignment is { Target: IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } target } && model.Symbols.IsCancellationTokenSource(target.Type) && ObjectResolver.IsOwn(target)
            ? Of(target.Member, assignment.Value, model)
            : null;

    /// <summary>Gets the source that a member's initializer creates; null if there is none, or if other assemblies can use the member.</summary>
    public static FieldSource? Initialized(ISymbolInitializerOperation initializer, LeakModel model) => initializer switch
    {
        IFieldInitializerOperation { InitializedFields: [var field] } when model.Symbols.IsCancellationTokenSource(field.Type) => Of(field, initializer.Value, model),
        IPropertyInitializerOperation { InitializedProperties: [var property] } when model.Symbols.IsCancellationTokenSource(property.Type) => Of(property, initializer.Value, model),
        _ => null,
    };

    /// <summary>
    /// Gets the source that a function creates in a local and then puts into a member (<see cref="KeptSources"/>); null if there is none, or if other assemblies
    /// can use the member.
    /// </summary>
    public static FieldSource? Kept(ILocalSymbol local, IOperation value, LeakModel model) =>
        value.Unwrap().Syntax is ExpressionSyntax creation && KeptSources.KeeperOf(local, model) is { } keeper && model.Values.IsNew(creation) ? new FieldSource(keeper, creation) : null;

    /// <summary>Gets the source that a call such as <c>Interlocked.Exchange</c> creates in its argument and puts into a member; null if there is none.</summary>
    public static FieldSource? Exchanged(IInvocationOperation call, LeakModel model) =>
        call.ArgumentAt(1)?.Value is { Syntax: ExpressionSyntax argument } value && KeptSources.MemberThatGets(argument, model) is { } member ? Of(member, value, model) : null;

    /// <summary>Gets the source that a call links to other tokens and that a member holds; null if the member isn't of that type.</summary>
    public static FieldSource? Linked(MemberHandle source, LeakModel model) =>
        source is { Call.Syntax: ExpressionSyntax creation, Member: var member } && model.Symbols.IsCancellationTokenSource(SignalMember.TypeOf(member))
            ? new FieldSource(member, creation)
            : null;

    private static FieldSource? Of(ISymbol member, IOperation value, LeakModel model) =>
        value.Unwrap().Syntax is ExpressionSyntax creation and not IdentifierNameSyntax && model.World.IsClosed(member) && model.Values.IsNew(creation) ? new FieldSource(member.OriginalDefinition, creation) : null;
}

/// <summary>Finds the sources in fields that are disposed or replaced without being cancelled, and the tasks that then wait for ever.</summary>
internal static class FieldSources
{
    /// <summary>Finds how a source is lost, by the uses of its field only: a search for the waiting tasks is expensive.</summary>
    public static SourceLoss LossOf(FieldSource source, LeakModel model)
    {
        bool isDisposed = false;
        bool mayBeCancelled = false;
        foreach (ObjectUse use in model.UsesOf(WaitedObject.Of(source.Keeper)))
        {
            UseEffect effect = Interest.InCancel.Of(use.Effects);
            isDisposed |= effect == UseEffect.Disposes && !UnreachedCode.Holds(use.Act, model);
            mayBeCancelled |= effect is not (UseEffect.Harmless or UseEffect.Disposes) && !IsCancelInAsyncMethod(use, effect);
        }

        return isDisposed && !mayBeCancelled && model.Values.Of(source.Keeper) is [var first, ..] && (first == source.Creation || SyntaxQueries.IsNull(first)) ? SourceLoss.OnlyDisposed
            : Replacements.LoseOld(source.Keeper, KeptSources.StoreOf(source.Creation, source.Keeper, model), Interest.InCancel, model) ? SourceLoss.Replaced
            : SourceLoss.None;
    }

    /// <summary>Whether some code disposes the source in a field, and only the waiting task itself may cancel it.</summary>
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

    /// <summary>
    /// Gets what may end a loop. An exception doesn't count if the loop tests a token that no code cancels, unless the loop uses a disposable object
    /// from outside.
    /// </summary>
    public static LoopExits WithoutExceptions(LoopExits exits, Wait wait, LeakModel model) =>
        !exits.AreNone
        && !wait.IsSelfCall
        && wait.Token.Cancellers.Any(canceller => canceller is { Kind: CancellerKind.Holder, Symbol: IFieldSymbol or IPropertySymbol } && IsNeverCancelled(canceller.Symbol!, model))
        && model.OperationAt(wait.Syntax) is { } loop && !loop.Descendants().Any(operation => IsGivenClosable(operation, wait.Syntax, model))
            ? exits with { MayThrow = false, ClosableMembers = ImmutableArray<ISymbol>.Empty }
            : exits;

    /// <summary>Whether an operation refers to a disposable object in a variable from outside the loop: who disposes the object may end the loop.</summary>
    private static bool IsGivenClosable(IOperation operation, SyntaxNode loop, LeakModel model) =>
        ((ISymbol?)(operation as ILocalReferenceOperation)?.Local ?? (operation as IParameterReferenceOperation)?.Parameter) is { } variable
        && !model.Symbols.IsCancellationTokenSource(operation.Type)
        && model.Symbols.IsDisposable(operation.Type)
        && !(variable.DeclaringSyntaxReferences is [var declaration] && loop.Span.Contains(declaration.Span));

    private static bool IsNeverCancelled(ISymbol keeper, LeakModel model) =>
        model.World.IsClosed(keeper)
        && model.Values.HoldsOnlyNew(keeper)
        && model.UsesOf(WaitedObject.Of(keeper)).TrueForAll(use => Interest.InCancel.Of(use.Effects) is UseEffect.Harmless or UseEffect.Disposes);

    /// <summary>
    /// Gets what can cancel a token, with the field instead of the local for a source that is made in the local and then put into the field
    /// (<see cref="KeeperOf"/>).
    /// </summary>
    /// <param name="token">What can cancel the token.</param>
    /// <param name="model">The compilation's model.</param>
    /// <param name="staysLocal">Tells of which locals the source isn't replaced by the field; null if each is.</param>
    public static TokenOrigin WithKeepers(TokenOrigin token, LeakModel model, Func<ILocalSymbol, bool>? staysLocal = null)
    {
        foreach (Canceller canceller in token.Cancellers)
        {
            if (canceller is { Kind: CancellerKind.Holder, Symbol: ILocalSymbol local } && KeeperOf(local, model) is { } keeper && staysLocal?.Invoke(local) != true)
            {
                token = token.HeldBy(keeper, local);
            }
        }

        return token;
    }

    /// <summary>
    /// Gets the field or property through which alone the source in a local may be cancelled; null if the source isn't kept in one, or if code with the local
    /// may cancel it.
    /// </summary>
    public static ISymbol? KeeperOf(ILocalSymbol local, LeakModel model) =>
        KeptSources.KeeperOf(local, model) is { } keeper
        && !model.UsesOf(WaitedObject.Of(local)).Exists(use => use.Name.Root is ILocalSymbol && Interest.InCancel.Of(use.Effects) is not (UseEffect.Harmless or UseEffect.Disposes))
            ? keeper
            : null;

    /// <summary>Whether LEAK003 reports the source with whose token a task waits.</summary>
    public static bool ReportsWaitOf(StartedTask task, LeakModel model) =>
        WaitsWithLost(task, model) && Lifetimes.Of(task.Scope, task.Start.Call.Syntax, model) != Lifetime.Once;

    private static bool WaitsWithLost(StartedTask task, LeakModel model)
    {
        StartedTask? asReported = null; // LEAK003 counts more waits of a task than the other rules, and judges its loops by these
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
                    if (SyntaxQueries.IsNull(creation) || LossOf(source, model) is not (var loss and not SourceLoss.None))
                    {
                        continue;
                    }

                    if (Depends(governed, source, handedTo: null, loss, model)
                        || (asReported ??= StartedTask.Of(task.Start, () => task.Scope, model, countsUnseen: true)) is { } counted && counted.Waits.Any(wait => Depends(wait, source, handedTo: null, loss, model)))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>Finds the tasks that wait with the token of a lost source, also in other types to which the token is passed.</summary>
    public static IEnumerable<StartedTask> DependentsOf(FieldSource source, SourceLoss loss, LeakModel model)
    {
        IEnumerable<MemberDeclarationSyntax> members = loss == SourceLoss.Replaced
            ? SyntaxQueries.EnclosingMember(source.Creation) is MemberDeclarationSyntax member and not BaseTypeDeclarationSyntax ? [member] : []
            : MembersOf(source.Keeper.ContainingType);
        foreach (MemberDeclarationSyntax one in members)
        {
            foreach (StartedTask task in StartedIn(one, source, handedTo: null, loss, model))
            {
                yield return task;
            }
        }

        foreach (IParameterSymbol parameter in loss == SourceLoss.OnlyDisposed ? HandedTo(source, model) : [])
        {
            foreach (MemberDeclarationSyntax one in MembersWith(parameter))
            {
                foreach (StartedTask task in StartedIn(one, source, parameter, loss, model))
                {
                    yield return task;
                }
            }
        }
    }

    private static IEnumerable<MemberDeclarationSyntax> MembersOf(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.SelectMany(reference => reference.GetSyntax().ChildNodes().OfType<MemberDeclarationSyntax>()).Where(member => member is not BaseTypeDeclarationSyntax);

    /// <summary>
    /// Gets the members whose code can use a token that was passed to a parameter: the method or, for a constructor, all members of the type.
    /// </summary>
    private static IEnumerable<MemberDeclarationSyntax> MembersWith(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? MembersOf(parameter.ContainingType)
        : parameter.ContainingSymbol.DeclaringSyntaxReferences is [var reference, ..] && reference.GetSyntax() is MemberDeclarationSyntax method ? [method]
        : [];

    private static HashSet<IParameterSymbol> HandedTo(FieldSource source, LeakModel model)
    {
        var parameters = new HashSet<IParameterSymbol>(SymbolEqualityComparer.Default);
        foreach (SimpleNameSyntax use in KeptSources.NamesOf(source.Keeper, model).SelectMany(name => model.Uses.Of(name)))
        {
            if (SyntaxQueries.Qualified(use).Parent is not MemberAccessExpressionSyntax part
                || model.OperationAt(part)?.Outermost() is not { Parent: IArgumentOperation { Parameter: { } parameter } argument } token
                || !model.Symbols.IsCancellationToken(token.Type))
            {
                continue;
            }

            IMethodSymbol? target = argument.Parent switch
            {
                IInvocationOperation call => model.Bodies.TargetOf(call),
                IObjectCreationOperation { Constructor: { } constructor } => constructor.OriginalDefinition,
                _ => null,
            };
            if (target is { DeclaringSyntaxReferences.IsEmpty: false } && target.Parameters.Length > parameter.Ordinal && !KnownSymbols.Same(target.ContainingType, source.Keeper.ContainingType))
            {
                parameters.Add(target.Parameters[parameter.Ordinal]);
            }
        }

        return parameters;
    }

    private static IEnumerable<StartedTask> StartedIn(MemberDeclarationSyntax member, FieldSource source, IParameterSymbol? handedTo, SourceLoss loss, LeakModel model)
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
                    if (StartedTask.Of(start, scopeOf, model, countsUnseen: true) is { } task && task.Waits.RemoveAll(governed => !Depends(governed, source, handedTo, loss, model)) is { IsEmpty: false } waits)
                    {
                        yield return task with { Waits = waits };
                    }
                }
            }
        }
    }

    /// <summary>Gets the expression whose task an operation drops or puts into a member; null if there is none.</summary>
    private static IOperation? StartedBy(IOperation operation, LeakModel model) => operation switch
    {
        IExpressionStatementOperation { Operation: IAssignmentOperation { Target: IMemberReferenceOperation target, Value: var value } } => model.Symbols.IsTask(target.Type) ? value : null,
        IExpressionStatementOperation { Operation: IInvocationOperation call } when KeptTasks.Added(call, model) is { Starts: [var added] } => added,
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

    /// <summary>Whether only a cancellation of the source can end a wait.</summary>
    private static bool Depends(GovernedWait governed, FieldSource source, IParameterSymbol? handedTo, SourceLoss loss, LeakModel model)
    {
        Wait wait = governed.Wait;
        bool has = false;
        foreach (Canceller canceller in wait.Token.Cancellers)
        {
            switch (canceller.Kind)
            {
                case CancellerKind.Holder when KnownSymbols.Same(canceller.Symbol, source.Keeper):
                case CancellerKind.Giver when handedTo is not null && KnownSymbols.Same(canceller.Symbol?.OriginalDefinition, handedTo):
                    has = true;
                    break;
                case CancellerKind.Giver or CancellerKind.GiverOfSource when loss == SourceLoss.OnlyDisposed: // disposing the source unlinks it from the token to which it is linked
                case CancellerKind.NobodyOnPurpose:
                    break;
                default:
                    return false;
            }
        }

        return has
            && (loss != SourceLoss.OnlyDisposed || IsOnlyDisposed(source.Keeper, wait, model))
            && (wait.Loop is null || GoesOn(wait.Loop, loss) && !SourceReads.InLoop(wait.Syntax, source.Keeper, model) && !(wait.Loop.ThrowsAfterDisposal && IsDisposed(source.Keeper, model)))
            && !IsEndedByObject(governed, model);
    }

    /// <summary>
    /// Whether a loop continues after the source is lost. A replacement closes no object, so that no <c>catch</c> of the loop runs, and what it throws
    /// doesn't count.
    /// </summary>
    private static bool GoesOn(LoopExits loop, SourceLoss loss) => loss == SourceLoss.Replaced ? loop.OnlyHandlersThrow : loop is { AreNone: true, MayEndWithWait: false };

    private static bool IsDisposed(ISymbol keeper, LeakModel model) => model.UsesOf(WaitedObject.Of(keeper)).Exists(use => (use.Effects.May & Effect.Disposes) != 0);

    /// <summary>
    /// Whether a loop ends when the source in a field is disposed, because the loop reads the source's <c>Token</c>, or the token's <c>WaitHandle</c>, which
    /// then throws.
    /// </summary>
    public static bool DisposalEndsLoop(Wait wait, ISymbol keeper, LeakModel model) =>
        wait.Loop is { } loop && IsOnlyDisposed(keeper, wait, model) && (loop.ThrowsAfterDisposal || SourceReads.InLoop(wait.Syntax, keeper, model));

    private static bool IsEndedByObject(GovernedWait governed, LeakModel model) =>
        governed.Wait.IsUnseen
            ? governed.Wait.Object is { Names.IsEmpty: false } unseen && unseen.Root is IFieldSymbol or IPropertySymbol && ClosedMembers.IsClosedByName(unseen.Root, model)
            : governed.ByObject is not (Governor.Nothing or Governor.ScopeOnSomePaths);

    /// <summary>Whether a use cancels the source in an async method, which may be the waiting task itself.</summary>
    private static bool IsCancelInAsyncMethod(ObjectUse use, UseEffect effect) =>
        effect is UseEffect.Ends or UseEffect.MayEnd && SyntaxQueries.EnclosingMember(use.Act) is MethodDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(modifier => modifier.ValueText is "async");
}
