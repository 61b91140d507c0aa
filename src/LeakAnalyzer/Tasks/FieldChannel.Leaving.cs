using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>This part finds out whether a path leaves the loop that reads the channel before the channel's end.</summary>
internal sealed partial record FieldChannel
{
    /// <summary>What has happened to the channel on a path. The values can be combined.</summary>
    [Flags]
    private enum Left
    {
        /// <summary>The path has ended the channel, or has read to the channel's end.</summary>
        Ended = 0,

        /// <summary>The path has read nothing yet.</summary>
        Before = 1,

        /// <summary>The path has read, but not to the channel's end.</summary>
        Open = 2,
    }

    private sealed class Leaving(StatementSyntax loop, List<SyntaxNode> reads, HashSet<SyntaxNode> ends, LeakModel model) : IFlowStates<Left>
    {
        public Left Merge(Left one, Left other) => one | other;

        public Left After(IOperation operation, Left state) =>
            ends.Contains(operation.Syntax) ? Left.Ended
            : state == Left.Ended ? state
            : IsInBody(operation) ? Left.Open
            : state;

        public bool MayThrow(IOperation operation) => IsInBody(operation) && (operation is IReturnOperation || Throwing.MayThrow(operation, model));

        public Left AfterThrow(IOperation operation, Left state) => After(operation, state);

        public Left PastHandler(ITypeSymbol exceptionType, Left state) => state;

        public Left Along(BasicBlock block, ControlFlowBranch branch, Left state) =>
            BranchFacts.Outcome(block, branch) == false && block.BranchValue is { } condition && AsksForItem(condition) ? Left.Ended : state;

        private bool IsInBody(IOperation operation) =>
            operation.Syntax.SyntaxTree == loop.SyntaxTree
            && (SyntaxQueries.BodyOf(loop) ?? loop).Span.Contains(operation.Syntax.Span)
            && !(operation is IInvocationOperation or IAwaitOperation && IsRead(operation));

        private bool IsRead(IOperation? operation)
        {
            while (operation?.Unwrap() is { } inner)
            {
                if (reads.Contains(inner.Syntax))
                {
                    return true;
                }

                operation = inner switch
                {
                    IAwaitOperation { Operation: var task } => task,
                    IInvocationOperation call => model.Calls.TaskBehind(call),
                    _ => null,
                };
            }

            return false;
        }

        /// <summary>Whether a condition asks the channel for a next item, as a <c>foreach</c> or <c>WaitToReadAsync</c> does.</summary>
        private bool AsksForItem(IOperation condition)
        {
            foreach (IOperation operation in condition.DescendantsAndSelf())
            {
                if (operation is IInvocationOperation call && (call.Syntax == loop || loop is CommonForEachStatementSyntax each && each.Expression.Span.Contains(call.Syntax.Span) || model.Calls.Of(call) is { Wait.For: WaitsFor.Item }))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
