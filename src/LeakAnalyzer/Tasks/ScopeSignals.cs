using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Follows a channel or promise that a scope makes in a local to the scope's exit, on the paths on which it starts a task that waits on it.
/// </summary>
internal sealed class ScopeSignals(Scope scope, SyntaxNode start, LeakModel model)
{
    /// <summary>The local of the scope whose channel or promise a wait stands on, and the expression that makes it; null where it is none.</summary>
    public static (ILocalSymbol Local, ExpressionSyntax Creation)? Of(Wait wait, Scope scope, LeakModel model) =>
        wait.Object is { Names.IsEmpty: false, Path: { Members.IsEmpty: true, Root: ILocalSymbol local } }
        && model.Symbols.IsSignal(local.Type)
        && scope.Declares(local)
        && OnlyObjectIn(local, model) is { } creation
        && model.Values.IsNew(creation)
        && creation.Parent is EqualsValueClauseSyntax or AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax }
        && !IsKeptByType(wait.Object, model)
            ? (local, creation)
            : null;

    /// <summary>Whether a field or property keeps the object too: it is then the type's to end.</summary>
    private static bool IsKeptByType(WaitedObject waited, LeakModel model) =>
        waited.Names.Any(name => waited.IsKeptIn(name)) || model.UsesOf(waited).Exists(use => (use.Effects.May & Effect.Stored) != 0);

    /// <summary>What a local is given besides null; null where that isn't one value.</summary>
    private static ExpressionSyntax? OnlyObjectIn(ILocalSymbol local, LeakModel model) =>
        model.Values.Of(local)?.FindAll(value => !SyntaxQueries.IsNull(value)) is [var only] ? only : null;

    /// <summary>Whether some path to the scope's exit leaves what a wait stands on uncompleted. Unknown is no.</summary>
    public bool AnyPathLeaves(Wait wait, ILocalSymbol local, ExpressionSyntax creation) =>
        LifeAtExit(wait, local, creation) is SignalLife.Open or SignalLife.Stuck;

    /// <summary>What has become of what a wait stands on when the scope exits, at worst.</summary>
    public SignalLife LifeAtExit(Wait wait, ILocalSymbol local, ExpressionSyntax creation)
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

        // Where the exit isn't reached after the start, the scope keeps the signal for ever.
        var unknown = new History<SignalLife>(null, SignalLife.Unknown, null);
        return (scope.StateAtExit(default, unknown, flow) ?? default).Worst ?? SignalLife.Completed;
    }

    /// <summary>Sorts the uses of the object into the births, replacements and acts of the flow.</summary>
    /// <returns>False where one of them may end the wait and can't be seen.</returns>
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
                (wait.Token.IsNothing && CanBeCancelled(read) ? flow.CancellableReads : flow.Reads).Add(use.Act);
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

        // A scope that completes it on some path owns it, even if it passes it to calls that it awaits.
        return !isHandedOver || flow.Acts.Count > 0;
    }

    /// <summary>Whether the writes of a task can fill a channel that is known to have a bound.</summary>
    private bool CanFillUp(Wait wait, ExpressionSyntax creation) =>
        ChannelCreation.CanBeFilled(creation, wait, start, model)
        && ChannelCreation.IsBounded(creation, model);

    /// <summary>Whether a read may leave the channel before its end, because it is given a token.</summary>
    private bool CanBeCancelled(IInvocationOperation read)
    {
        if (read.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit))
        {
            return true;
        }

        IOperation? wrapper = read.Outermost().Parent;
        return (wrapper as IInvocationOperation ?? wrapper?.Parent as IInvocationOperation)?.Arguments.Any(argument => model.Symbols.IsCancellationToken(argument.Parameter?.Type)) == true;
    }

    /// <summary>Whether the object is given to a call that the scope awaits.</summary>
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

    /// <summary>The uses by which the scope waits for the task that it has started.</summary>
    public IEnumerable<SyntaxNode> Joins()
    {
        if (SyntaxQueries.WithoutParentheses(start).Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }
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
        /// <summary>Reads by the scope itself: where they come to the channel's end, its writer has completed it.</summary>
        public HashSet<SyntaxNode> Reads { get; } = [];

        /// <summary>Reads that may be cancelled, so that an exception of theirs tells nothing of the end.</summary>
        public HashSet<SyntaxNode> CancellableReads { get; } = [];

        /// <summary>A read that throws has come to the channel's end too.</summary>
        public override History<SignalLife> AfterThrow(IOperation operation, History<SignalLife> state) =>
            operation is IInvocationOperation or IAwaitOperation && (IsAnyOf(Reads, operation) || AsksForItem(operation, isCancellable: false))
                ? state.After(SignalLives.AfterEnd)
                : base.AfterThrow(operation, state);

        /// <summary>A condition that asks for the next item says that there is none: <c>MoveNextAsync</c> of an enumeration, or <c>WaitToReadAsync</c>.</summary>
        protected override Func<SignalLife, SignalLife>? Told(IOperation condition, bool outcome)
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

        /// <summary>Whether a call waits for the next item without taking it.</summary>
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
                if (operation.Syntax.SyntaxTree == read.SyntaxTree && operation.Syntax.Span.Contains(read.Span))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
