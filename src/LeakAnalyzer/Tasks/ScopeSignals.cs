using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Follows a signal (a channel or a <c>TaskCompletionSource</c>) in a local of the function that creates it, and tells in which state the signal can
/// be when the function exits after it has started a task that waits on the signal.
/// </summary>
internal sealed class ScopeSignals(Scope scope, SyntaxNode start, LeakModel model)
{
    /// <summary>
    /// Gets the local that holds the signal on which a task waits, and the expression that creates the signal. Null unless the function that starts
    /// the task creates the signal itself.
    /// </summary>
    public static (ILocalSymbol Local, ExpressionSyntax Creation)? Of(Wait wait, Scope scope, LeakModel model) =>
        wait.Object is { Names.IsEmpty: false, Path: { Members.IsEmpty: true, Root: ILocalSymbol local } }
        && model.Symbols.IsSignal(local.Type)
        && scope.Declares(local)
        && OnlyObjectIn(local, model) is { } creation
        && model.Values.IsNew(creation)
        && SyntaxQueries.WithParentheses(creation).Parent is EqualsValueClauseSyntax or AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax }
        && !IsKeptByType(wait.Object, model)
            ? (local, creation)
            : null;

    /// <summary>Whether a field or property also holds the signal, so that the type must complete the signal.</summary>
    private static bool IsKeptByType(WaitedObject waited, LeakModel model) =>
        waited.Names.Any(name => waited.IsKeptIn(name)) || model.UsesOf(waited).Exists(use => (use.Effects.May & Effect.Stored) != 0);

    /// <summary>Gets the only value other than null that is assigned to a local; null if there is no such value, or several.</summary>
    private static ExpressionSyntax? OnlyObjectIn(ILocalSymbol local, LeakModel model) =>
        model.Values.Of(local)?.FindAll(value => !SyntaxQueries.IsNull(value)) is [var only] ? only : null;

    /// <summary>
    /// Whether some path to the exit of the function that starts the task leaves the signal of a wait uncompleted. False if that isn't known.
    /// </summary>
    public bool AnyPathLeaves(Wait wait, ILocalSymbol local, ExpressionSyntax creation) =>
        LifeAtExit(wait, local, creation) is SignalLife.Open or SignalLife.Stuck;

    /// <summary>Finds the worst state (life) that a signal can have when the function that starts the waiting task exits.</summary>
    /// <param name="wait">The wait on the signal.</param>
    /// <param name="local">The local that holds the signal.</param>
    /// <param name="creation">The expression that creates the signal.</param>
    /// <param name="exits">Receives the exits of the function at which the signal isn't completed; null if the caller doesn't need them.</param>
    public SignalLife LifeAtExit(Wait wait, ILocalSymbol local, ExpressionSyntax creation, OpenExits? exits = null)
    {
        bool isWriter = wait.For == WaitsFor.Room;
        if (isWriter && !CanFillUp(wait, creation))
        {
            return SignalLife.Unknown;
        }

        var flow = new SignalFlow(local, start, model);
        flow.Births.Add(creation);
        if (!ReadUses(wait, isWriter, flow))
        {
            return SignalLife.Unknown;
        }

        foreach (SyntaxNode join in Joins())
        {
            flow.ActsForDependants[join] = SignalLives.AfterJoin;
        }

        var unknown = new History<SignalLife>(null, SignalLife.Unknown, null);
        Action<SyntaxNode?, History<SignalLife>>? addExit = null;
        if (exits is not null)
        {
            exits.IsEndedOnSomePath = flow.Acts.Count > 0;
            addExit = (place, state) =>
            {
                if (state.Worst is SignalLife.Open or SignalLife.Stuck)
                {
                    exits.Add(place);
                }
            };
        }

        // The worst life is null if no path from the start of the task reaches the exit. The function then never loses the signal, which counts as
        // completed.
        return (scope.StateAtExit(default, unknown, flow, addExit) ?? default).Worst ?? SignalLife.Completed;
    }

    /// <summary>
    /// Adds to the flow analysis each use of the signal that matters to the wait: a use that may end the wait and, if a writer waits, a use that
    /// reads from the channel and so makes room.
    /// </summary>
    /// <returns>False if a use may end the wait and the analysis can't tell on which paths.</returns>
    private bool ReadUses(Wait wait, bool isWriter, SignalFlow flow)
    {
        bool isHandedOver = false;
        foreach (ObjectUse use in model.UsesOf(wait.Object!))
        {
            UseEffect effect = wait.Interest.Of(use.Effects);
            ActPlace place = effect == UseEffect.Harmless ? ActPlace.AfterTheWait : ActPlaces.Of(use, wait, scope, model);
            if (place == ActPlace.AfterTheWait)
            {
                continue;
            }

            if (place != ActPlace.InTheScope)
            {
                return false;
            }

            if (effect == UseEffect.Ends)
            {
                flow.Acts[use.Act] = SignalLives.AfterEnd;
            }
            else if (isWriter && use.Effects.May == Effect.TakesOne && model.OperationAt(use.Act) is IInvocationOperation read && model.Calls.Of(read) is not null)
            {
                (wait.Token.IsEmpty && CanBeCancelled(read) ? flow.CancellableReads : flow.Reads).Add(use.Act);
            }
            else if (effect == UseEffect.Unknown && IsHandedToAwaitedCall(use.Act))
            {
                isHandedOver = true;
            }
            else
            {
                return false;
            }
        }

        // A function that completes the signal on some path owns the signal, even if it also passes the signal to calls that it awaits.
        return !isHandedOver || flow.Acts.Count > 0;
    }

    /// <summary>Whether the writes of a task can fill the channel, and the channel is known to have a bound.</summary>
    private bool CanFillUp(Wait wait, ExpressionSyntax creation) =>
        ChannelCreation.CanBeFilled(creation, wait, start, model)
        && ChannelCreation.IsBounded(creation, model);

    /// <summary>
    /// Whether a read may stop before the channel's end, because a token is passed to the read or to the call that wraps it, such as
    /// <c>WithCancellation</c>.
    /// </summary>
    private bool CanBeCancelled(IInvocationOperation read)
    {
        if (read.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit))
        {
            return true;
        }

        IOperation? wrapper = read.Outermost().Parent;
        return (wrapper as IInvocationOperation ?? wrapper?.Parent as IInvocationOperation)?.Arguments.Any(argument => model.Symbols.IsCancellationToken(argument.Parameter?.Type)) == true;
    }

    /// <summary>Whether a use passes the signal to a call that is awaited.</summary>
    private bool IsHandedToAwaitedCall(SyntaxNode use)
    {
        if (use is not IdentifierNameSyntax name || model.OperationAt(SyntaxQueries.Qualified(name)) is not { } value)
        {
            return false;
        }

        value = value.Outermost();
        while (value.Parent is IPropertyReferenceOperation part && model.Calls.Of(part) is { Result: ResultKind.Part })
        {
            value = part.Outermost();
        }

        return value.Parent is IArgumentOperation { Parent: IInvocationOperation call } && TaskUses.IsJoined(call, model);
    }

    /// <summary>Finds the uses of the started task by which the function that started it joins it, if a local holds the task.</summary>
    public IEnumerable<SyntaxNode> Joins()
    {
        if (SyntaxQueries.WithParentheses(start).Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }
            || model.SemanticModelOf(declarator.SyntaxTree)?.GetDeclaredSymbol(declarator) is not { } task)
        {
            yield break;
        }

        foreach (IdentifierNameSyntax use in model.Uses.In(scope.Function, task))
        {
            if (SyntaxQueries.EnclosingFunction(use) == scope.Function && model.OperationAt(use) is { } read && TaskUses.IsJoined(read, model))
            {
                yield return use;
            }
        }
    }

    private sealed class SignalFlow(ILocalSymbol local, SyntaxNode start, LeakModel model) : Lifecycle<SignalLife>(local, start, SignalLife.Open, model)
    {
        /// <summary>
        /// Reads by the function that creates the channel. If such a read finds the channel at its end, the writer has completed the channel.
        /// </summary>
        public HashSet<SyntaxNode> Reads { get; } = [];

        /// <summary>
        /// Reads by the function that creates the channel, if they may be cancelled. An exception of such a read doesn't show that the channel has
        /// ended.
        /// </summary>
        public HashSet<SyntaxNode> CancellableReads { get; } = [];

        /// <summary>
        /// Gets the state after an operation has thrown an exception. A read that can't be cancelled throws only if the channel has been completed.
        /// </summary>
        public override History<SignalLife> AfterThrow(IOperation operation, History<SignalLife> state) =>
            operation is IInvocationOperation or IAwaitOperation && (IsAnyOf(Reads, operation) || AsksForItem(operation, isCancellable: false))
                ? state.After(SignalLives.AfterEnd)
                : base.AfterThrow(operation, state);

        /// <summary>
        /// Gets how the outcome of a condition changes the state of the channel. If a condition that waits for the next item, by <c>MoveNextAsync</c>
        /// or <c>WaitToReadAsync</c>, is false, the channel has come to its end.
        /// </summary>
        protected override Func<SignalLife, SignalLife>? ActOf(IOperation condition, bool outcome)
        {
            if (outcome)
            {
                return null;
            }

            foreach (IOperation operation in condition.DescendantsAndSelf())
            {
                if (operation is IInvocationOperation && (IsAnyOf(Reads, operation) || IsAnyOf(CancellableReads, operation) || AsksForItem(operation, isCancellable: true)))
                {
                    return SignalLives.AfterEnd;
                }
            }

            return null;
        }

        /// <summary>Whether an operation is a call, possibly awaited, that waits for the next item of the channel.</summary>
        private bool AsksForItem(IOperation asking, bool isCancellable) =>
            (asking is IAwaitOperation { Operation: var awaited } ? awaited : asking).WithoutWrappers(Code) is IInvocationOperation call
            && Code.Calls.Of(call) is { Wait.For: WaitsFor.Item }
            && (isCancellable || !call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit))
            && call.Receiver() is { } reader
            && new ObjectResolver(Code).Resolve(reader) is { Names.IsEmpty: false, Root: var root }
            && SymbolEqualityComparer.Default.Equals(root, local);

        private static bool IsAnyOf(HashSet<SyntaxNode> reads, IOperation operation)
        {
            foreach (SyntaxNode read in reads)
            {
                if (SyntaxQueries.Contains(operation.Syntax, read))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
