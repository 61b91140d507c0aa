using LeakAnalyzer.Catalog;
using LeakAnalyzer.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Follows the sources that a scope holds in locals to the scope's exit, on the paths on which it starts a task.</summary>
internal sealed class LocalSources(Scope scope, SyntaxNode start)
{
    /// <summary>What has become of a source when the scope exits, at worst.</summary>
    /// <param name="source">The source.</param>
    /// <param name="wait">A wait that it was to end.</param>
    /// <param name="cancelledAt">A use of it in front of which it would be cancelled.</param>
    public SourceLife LifeOf(ILocalSymbol source, Wait wait, SyntaxNode? cancelledAt = null)
    {
        if (!scope.Declares(source) || !ObjectResolver.HoldsOnlyNew(source))
        {
            return SourceLife.Unknown;
        }

        var acts = new Dictionary<SyntaxNode, UseEffect>();
        bool isDisposedAtTheEnd = SyntaxQueries.IsDeclaredByUsing(source);
        foreach (ObjectUse use in ObjectUses.ThatMayEnd(WaitedObject.Of(source, ""), Resource.CancellationTokenSource, isRepeated: true))
        {
            switch (use.Effect == UseEffect.Unknown ? ActPlace.Elsewhere : use.PlaceFor(wait, scope, Resource.CancellationTokenSource))
            {
                case ActPlace.BehindTheWait:
                    break;
                case ActPlace.InTheScope when use.IsUsingStatement:
                    isDisposedAtTheEnd = true;
                    break;
                case ActPlace.InTheScope:
                    acts[use.Act] = use.Act == cancelledAt ? UseEffect.Ends : use.Effect;
                    break;
                default:
                    return SourceLife.Unknown;
            }
        }

        var history = new Histories(source, start, VariableValues.Of(source) ?? [], acts);
        SourceHistory atExit = scope.StateAtExit(default, SourceHistory.Unknown, history) ?? default;

        // Where the exit isn't reached behind the start, the scope keeps the source for ever.
        SourceLife life = SourceLives.Merge(atExit.SinceStart, atExit.Replaced) ?? SourceLife.Cancelled;
        return isDisposedAtTheEnd ? SourceLives.After(UseEffect.Disposes, life) : life;
    }

    /// <summary>The lives of all sources that a variable has held, on all paths to a place.</summary>
    /// <param name="BeforeStart">Of the present one, on paths on which the task isn't started yet.</param>
    /// <param name="SinceStart">Of the present one, on paths on which it is.</param>
    /// <param name="Replaced">Of those that were there when a new one took their place.</param>
    private readonly record struct SourceHistory(SourceLife? BeforeStart, SourceLife? SinceStart, SourceLife? Replaced)
    {
        public static SourceHistory Unknown { get; } = new(null, SourceLife.Unknown, null);

        /// <summary>The same where the variable holds no source any more, or another.</summary>
        public SourceHistory Renewed(SourceLife? present) => new(present, null, SourceLives.Merge(SinceStart, Replaced));

        /// <summary>The same where the variable is known to hold no source at all.</summary>
        public SourceHistory WithoutPresent() => new(null, null, Replaced);

        /// <summary>The same behind something that is done to the present source.</summary>
        public SourceHistory After(UseEffect effect) => this with { BeforeStart = After(effect, BeforeStart), SinceStart = After(effect, SinceStart) };

        private static SourceLife? After(UseEffect effect, SourceLife? life) => life is { } known ? SourceLives.After(effect, known) : null;
    }

    private sealed class Histories(ILocalSymbol source, SyntaxNode start, List<ExpressionSyntax> values, Dictionary<SyntaxNode, UseEffect> acts)
        : IFlowStates<SourceHistory>
    {
        public SourceHistory Merge(SourceHistory one, SourceHistory other) => new(
            SourceLives.Merge(one.BeforeStart, other.BeforeStart),
            SourceLives.Merge(one.SinceStart, other.SinceStart),
            SourceLives.Merge(one.Replaced, other.Replaced));

        public SourceHistory After(IOperation operation, SourceHistory state)
        {
            if (operation.Syntax == start)
            {
                return new(null, SourceLives.Merge(state.BeforeStart, state.SinceStart), state.Replaced);
            }

            switch (operation)
            {
                case IInvocationOperation or IObjectCreationOperation when values.Contains(operation.Syntax):
                    return state.Renewed(SourceLife.Live);
                case ILiteralOperation { ConstantValue.Value: null } when values.Contains(operation.Syntax):
                    return state.Renewed(null);
                default:
                    return acts.TryGetValue(operation.Syntax, out UseEffect effect) ? state.After(effect) : state;
            }
        }

        public SourceHistory AfterThrow(IOperation operation, SourceHistory state) =>
            acts.ContainsKey(operation.Syntax) ? After(operation, state) : state;

        public bool MayThrow(IOperation operation) => Throwing.MayThrow(operation);

        public SourceHistory PastHandler(ITypeSymbol exceptionType, SourceHistory state) => state;

        public SourceHistory Along(BasicBlock block, ControlFlowBranch branch, SourceHistory state) => BranchFacts.Outcome(block, branch) switch
        {
            { } outcome when BranchFacts.SayIsNull(block.BranchValue!, outcome, source) => state.WithoutPresent(),
            true when TellsCancelled(block.BranchValue!) => state.After(UseEffect.Ends),
            _ => state,
        };

        private bool TellsCancelled(IOperation condition) =>
            condition is IPropertyReferenceOperation { Property.Name: nameof(CancellationTokenSource.IsCancellationRequested), Instance: ILocalReferenceOperation { Local: var local } }
            && SymbolEqualityComparer.Default.Equals(local, source);
    }
}
