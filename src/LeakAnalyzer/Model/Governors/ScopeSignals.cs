using LeakAnalyzer.Catalog;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>
/// Follows a channel or promise that a scope makes in a local to the scope's exit, on the paths on which it starts a task that waits on it.
/// </summary>
internal sealed class ScopeSignals(Scope scope, SyntaxNode start, LeakModel model)
{
    /// <summary>The local of the scope whose channel or promise a wait stands on, and the expression that makes it; null where it is none.</summary>
    public static (ILocalSymbol Local, ExpressionSyntax Creation)? Of(Wait wait, Scope scope) =>
        wait.Object is { IsUnknown: false, IsKnownToNobodyElse: false, Root: ILocalSymbol local }
        && (wait.Resource == Resource.ReadChannel || wait.Resource == Resource.WrittenChannel || wait.Resource == Resource.Promise)
        && scope.Declares(local)
        && OnlyObjectIn(local) is { } creation
        && ObjectResolver.IsNew(creation)
        && creation.Parent is EqualsValueClauseSyntax or AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax }
            ? (local, creation)
            : null;

    /// <summary>What a local is given besides null; null where that isn't one value.</summary>
    private static ExpressionSyntax? OnlyObjectIn(ILocalSymbol local) =>
        VariableValues.Of(local)?.FindAll(value => !SyntaxQueries.IsNull(value)) is [var only] ? only : null;

    /// <summary>Whether some path to the scope's exit leaves what a wait stands on uncompleted. Unknown is no.</summary>
    public bool AnyPathLeaves(Wait wait, ILocalSymbol local, ExpressionSyntax creation) =>
        LifeAtExit(wait, local, creation) is SignalLife.Open or SignalLife.Stuck;

    /// <summary>What has become of what a wait stands on when the scope exits, at worst.</summary>
    public SignalLife LifeAtExit(Wait wait, ILocalSymbol local, ExpressionSyntax creation)
    {
        bool isWriter = wait.Resource == Resource.WrittenChannel;
        if (isWriter && !CanFillUp(wait, creation))
        {
            return SignalLife.Unknown;
        }

        var flow = new Histories(local, start, creation);
        if (!ReadUses(wait, isWriter, flow))
        {
            return SignalLife.Unknown;
        }

        foreach (SyntaxNode join in Joins())
        {
            flow.Joins.Add(join);
        }

        SignalHistory atExit = scope.StateAtExit(default, SignalHistory.Unknown, flow) ?? default;

        // Where the exit isn't reached behind the start, the scope keeps the signal for ever.
        return SignalLives.Merge(atExit.SinceStart, atExit.Replaced) ?? SignalLife.Completed;
    }

    /// <summary>Sorts the uses of the object into what the flow asks for.</summary>
    /// <returns>False where one of them may end the wait and can't be seen.</returns>
    private bool ReadUses(Wait wait, bool isWriter, Histories flow)
    {
        var handedOver = new List<SyntaxNode>();
        foreach (ObjectUse use in ObjectUses.ThatMayEnd(wait.Object!, wait.Resource, wait.IsRepeated))
        {
            ActPlace place = use.PlaceFor(wait, scope, wait.Resource);
            if (place == ActPlace.BehindTheWait)
            {
                continue;
            }

            if (place != ActPlace.InTheScope)
            {
                return false;
            }

            if (use.Effect == UseEffect.Ends)
            {
                flow.Ends.Add(use.Act);
            }
            else if (isWriter && ReadOf(use.Act) is { } read)
            {
                (wait.Token.IsNothing && CanBeCancelled(read) ? flow.CancellableReads : flow.Reads).Add(read);
            }
            else if (IsHandedToAwaitedCall(use.Act, wait))
            {
                handedOver.Add(use.Act);
            }
            else
            {
                return false;
            }
        }

        // A scope that completes it itself on some path owns it, whoever it hands it to while it waits for them.
        return handedOver.Count == 0 || flow.Ends.Count > 0;
    }

    /// <summary>Whether the writes of a task can fill a channel that is known to have a bound.</summary>
    private bool CanFillUp(Wait wait, ExpressionSyntax creation) =>
        ChannelCreation.CanBeFilled(creation, wait, start)
        && model.OperationAt(creation) is IInvocationOperation { TargetMethod.Name: "CreateBounded", Arguments: [{ Value.Syntax: var bound, Parameter.Type.SpecialType: var type }, ..] }
        && (type == SpecialType.System_Int32 || bound is BaseObjectCreationExpressionSyntax);

    /// <summary>The call by which the scope itself reads a channel.</summary>
    private static InvocationExpressionSyntax? ReadOf(SyntaxNode use)
    {
        SyntaxNode reader = SyntaxQueries.WithoutParentheses(use);
        if (reader.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Reader" } part && part.Expression == reader)
        {
            reader = part;
        }

        return reader.Parent is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ReadAllAsync" or "ReadAsync" or "WaitToReadAsync" or "TryRead" or "TryPeek",
                Parent: InvocationExpressionSyntax call,
            } access && access.Expression == reader
            ? call
            : null;
    }

    /// <summary>Whether a read may leave the channel before its end, because it is given a token.</summary>
    private static bool CanBeCancelled(InvocationExpressionSyntax read) =>
        read.ArgumentList.Arguments.Count > 0
        || read.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WithCancellation" };

    /// <summary>Whether the object is given to a call that the scope awaits, and that isn't seen to end the wait itself.</summary>
    private bool IsHandedToAwaitedCall(SyntaxNode use, Wait wait)
    {
        SyntaxNode value = SyntaxQueries.WithoutParentheses(use);
        while (value.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Reader" or "Writer" } part && part.Expression == value)
        {
            value = part;
        }

        return value.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument
            && SyntaxQueries.IsJoined(call)
            && !EndsItsArgument(argument, wait);
    }

    private bool EndsItsArgument(ArgumentSyntax argument, Wait wait)
    {
        if (model.OperationAt(argument) is not IArgumentOperation { Parameter: { DeclaringSyntaxReferences.Length: > 0 } parameter })
        {
            return false;
        }

        WaitedObject given = ObjectResolver.WithoutOrigin(parameter.OriginalDefinition);
        return ObjectUses.ThatMayEnd(given, wait.Resource, wait.IsRepeated).Exists(use => use.Effect == UseEffect.Ends);
    }

    /// <summary>The uses by which the scope waits for the task that it has started.</summary>
    public IEnumerable<SyntaxNode> Joins()
    {
        if (SyntaxQueries.WithoutParentheses(start).Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax task })
        {
            yield break;
        }

        foreach (IdentifierNameSyntax use in SyntaxQueries.Uses(task.Identifier.ValueText, scope.Function))
        {
            bool blocks = use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "Result" or "GetAwaiter" } access && access.Expression == use;
            if (SyntaxQueries.EnclosingFunction(use) == scope.Function && (blocks || SyntaxQueries.IsJoined(use)))
            {
                yield return use;
            }
        }
    }

    /// <summary>The lives of all that a variable has held, on all paths to a place.</summary>
    /// <param name="BeforeStart">Of the present one, on paths on which the task isn't started yet.</param>
    /// <param name="SinceStart">Of the present one, on paths on which it is.</param>
    /// <param name="Replaced">Of those that were there when a new one took their place.</param>
    private readonly record struct SignalHistory(SignalLife? BeforeStart, SignalLife? SinceStart, SignalLife? Replaced)
    {
        public static SignalHistory Unknown { get; } = new(null, SignalLife.Unknown, null);
    }

    private sealed class Histories(ILocalSymbol local, SyntaxNode start, ExpressionSyntax creation) : IFlowStates<SignalHistory>
    {
        public HashSet<SyntaxNode> Ends { get; } = [];

        /// <summary>Reads by the scope itself: where they come to the channel's end, its writer has completed it.</summary>
        public HashSet<SyntaxNode> Reads { get; } = [];

        /// <summary>Reads that may be cancelled, so that an exception of theirs tells nothing of the end.</summary>
        public HashSet<SyntaxNode> CancellableReads { get; } = [];

        public HashSet<SyntaxNode> Joins { get; } = [];

        public SignalHistory Merge(SignalHistory one, SignalHistory other) => new(
            SignalLives.Merge(one.BeforeStart, other.BeforeStart),
            SignalLives.Merge(one.SinceStart, other.SinceStart),
            SignalLives.Merge(one.Replaced, other.Replaced));

        public SignalHistory After(IOperation operation, SignalHistory state)
        {
            if (operation.Syntax == start)
            {
                return new(null, SignalLives.Merge(state.BeforeStart, state.SinceStart), state.Replaced);
            }

            if (operation.Syntax == creation)
            {
                return new(SignalLife.Open, null, SignalLives.Merge(state.SinceStart, state.Replaced));
            }

            return Ends.Contains(operation.Syntax) ? Ended(state)
                : Joins.Contains(operation.Syntax) && state.SinceStart is { } life ? state with { SinceStart = SignalLives.AfterJoin(life) }
                : state;
        }

        /// <summary>A read that throws has come to the channel's end too.</summary>
        public SignalHistory AfterThrow(IOperation operation, SignalHistory state) =>
            Ends.Contains(operation.Syntax) || Joins.Contains(operation.Syntax) ? After(operation, state)
            : operation is IInvocationOperation or IAwaitOperation && IsAnyOf(Reads, operation) ? Ended(state)
            : state;

        public bool MayThrow(IOperation operation) => Throwing.MayThrow(operation);

        public SignalHistory PastHandler(ITypeSymbol exceptionType, SignalHistory state) => state;

        public SignalHistory Along(BasicBlock block, ControlFlowBranch branch, SignalHistory state) => BranchFacts.Outcome(block, branch) switch
        {
            { } outcome when BranchFacts.SayIsNull(block.BranchValue!, outcome, local) => new(null, null, state.Replaced),
            false when IsEndOfRead(block.BranchValue!) => Ended(state),
            _ => state,
        };

        private static SignalHistory Ended(SignalHistory state) => state with
        {
            BeforeStart = state.BeforeStart is { } before ? SignalLives.AfterEnd(before) : null,
            SinceStart = state.SinceStart is { } since ? SignalLives.AfterEnd(since) : null,
        };

        /// <summary>Whether a condition asks for the next item: <c>MoveNextAsync</c> of an enumeration, or <c>WaitToReadAsync</c>.</summary>
        private bool IsEndOfRead(IOperation condition)
        {
            foreach (IOperation operation in condition.DescendantsAndSelf())
            {
                if (operation is IInvocationOperation { TargetMethod.Name: "MoveNextAsync" or "WaitToReadAsync" }
                    && (IsAnyOf(Reads, operation) || IsAnyOf(CancellableReads, operation)))
                {
                    return true;
                }
            }

            return false;
        }

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
