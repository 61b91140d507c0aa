using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Tells whether a function completes a channel or <c>TaskCompletionSource</c> (a signal) that it creates, after it has started a task that waits on
/// it.
/// </summary>
internal sealed class ScopeSignals(Scope scope, SyntaxNode start, LeakModel model)
{
    /// <summary>Gets the local that holds the signal of a wait, and its creation; null unless the starting function creates it.</summary>
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

    private static bool IsKeptByType(WaitedObject waited, LeakModel model) =>
        waited.Names.Any(name => waited.IsKeptIn(name)) || model.UsesOf(waited).Exists(use => (use.Effects.May & Effect.Stored) != 0);

    private static ExpressionSyntax? OnlyObjectIn(ILocalSymbol local, LeakModel model) =>
        model.Values.Of(local)?.FindAll(value => !SyntaxQueries.IsNull(value)) is [var only] ? only : null;

    /// <summary>Whether some path leaves the signal of a wait uncompleted; false if that isn't known.</summary>
    public bool AnyPathLeaves(Wait wait, ILocalSymbol local, ExpressionSyntax creation) =>
        LifeAtExit(wait, local, creation) is SignalLife.Open or SignalLife.Stuck;

    /// <summary>Finds the worst state that a signal can have when the function that creates it exits.</summary>
    /// <param name="wait">The wait on the signal.</param>
    /// <param name="local">The local that holds the signal.</param>
    /// <param name="creation">The expression that creates the signal.</param>
    /// <param name="exits">Receives the exits at which the signal isn't completed; null if the caller doesn't need them.</param>
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

        foreach (SyntaxNode join in ScopeJoins.Of(start, scope, model).Joins)
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

        // The state is null if no path reaches the exit: then the signal isn't lost, as if it were completed.
        return (scope.StateAtExit(default, unknown, flow, addExit) ?? default).Worst ?? SignalLife.Completed;
    }

    /// <summary>Records the uses of the signal that may end the wait and, if a writer waits, the reads that make room.</summary>
    /// <returns>False if a use may end the wait and it isn't known on which paths.</returns>
    private bool ReadUses(Wait wait, bool isWriter, SignalFlow flow)
    {
        bool isHandedOver = false;
        foreach (ObjectUse use in model.UsesOf(wait.Object!))
        {
            UseEffect effect = wait.Interest.Of(use.Effects);
            ActPlace place = effect == UseEffect.Harmless ? ActPlace.AfterTheWait : ActPlaces.Of(use, wait.Object!, wait, scope, model);
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

        // A function that completes the signal itself is responsible for it, even if it also passes the signal to calls.
        return !isHandedOver || flow.Acts.Count > 0;
    }

    private bool CanFillUp(Wait wait, ExpressionSyntax creation) =>
        ChannelCreation.CanBeFilled(creation, wait, start, model)
        && ChannelCreation.IsBounded(creation, model);

    /// <summary>Whether a read has a token, itself or by a call such as <c>WithCancellation</c>, and so may stop before the channel's end.</summary>
    private bool CanBeCancelled(IInvocationOperation read)
    {
        if (read.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit))
        {
            return true;
        }

        IOperation? wrapper = read.Outermost().Parent;
        return (wrapper as IInvocationOperation ?? wrapper?.Parent as IInvocationOperation)?.Arguments.Any(argument => model.Symbols.IsCancellationToken(argument.Parameter?.Type)) == true;
    }

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

    private sealed class SignalFlow(ILocalSymbol local, SyntaxNode start, LeakModel model) : Lifecycle<SignalLife>(local, start, SignalLife.Open, model)
    {
        /// <summary>Reads that end only with the channel.</summary>
        public HashSet<SyntaxNode> Reads { get; } = [];

        /// <summary>Reads that may be cancelled, so that an exception doesn't mean the channel's end.</summary>
        public HashSet<SyntaxNode> CancellableReads { get; } = [];

        /// <summary>A read that can't be cancelled throws only if the channel has been completed.</summary>
        public override History<SignalLife> AfterThrow(IOperation operation, History<SignalLife> state) =>
            operation is IInvocationOperation or IAwaitOperation && (IsAnyOf(Reads, operation) || AsksForItem(operation, isCancellable: false))
                ? state.After(SignalLives.AfterEnd)
                : base.AfterThrow(operation, state);

        /// <summary>If <c>MoveNextAsync</c> or <c>WaitToReadAsync</c> returns false, the channel has come to its end.</summary>
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

        /// <summary>Whether an operation is a call, possibly awaited, that waits for the channel's next item.</summary>
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
