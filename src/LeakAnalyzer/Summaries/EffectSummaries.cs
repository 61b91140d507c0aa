using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Tells what a source method does to an object that is passed to it, or that a member of the method's own object holds. The effects of a recursive
/// method are unknown.
/// </summary>
internal sealed class EffectSummaries(CodeModel code, MethodBodies bodies, ThreadLocal<Composition> composition)
{
    private readonly SummaryStore<(IMethodSymbol Method, AccessPath Path), Effects> _summaries = new(composition, KeyComparer.Instance, Effects.Unknown);
    private Func<(IMethodSymbol Method, AccessPath Path), Effects>? _compose;

    /// <summary>Gets the effects of a method on an object that is given by a variable and members, such as <c>this._signal._done</c>.</summary>
    /// <param name="method">A source method.</param>
    /// <param name="path">A path that begins with a parameter of the method, or with a member of the method's object.</param>
    public Effects Of(IMethodSymbol method, AccessPath path) =>
        path.IsTooLong ? Effects.Unknown : _summaries.Get((method, path), _compose ??= key => bodies.OfMethod(key.Method) is { } work ? Compose(work, key.Path) : Effects.Unknown);

    private Effects Compose(Work work, AccessPath path)
    {
        var acts = new Dictionary<SyntaxNode, Effects>();
        Effect may = Effect.None;
        foreach (ObjectUse use in ObjectUses.Of(WaitedObject.Of(path), code, work.Syntax))
        {
            if (SyntaxQueries.EnclosingFunction(use.Act) != work.Syntax)
            {
                may |= use.Effects.May | Effect.Escapes; // the use is in a lambda or local function; whether and when that is called isn't known
            }
            else
            {
                may |= use.Effects.May;
                acts[use.Act] = acts.TryGetValue(use.Act, out Effects other) ? other.And(use.Effects) : use.Effects;
            }
        }

        if (path.Root is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false })
        {
            foreach (IOperation operation in work.Body.OwnOperations())
            {
                if (operation is IInvocationOperation { Instance: IInstanceReferenceOperation } call
                    && bodies.TargetOf(call) is { } called
                    && Of(called, path) is { May: not Effect.None } effects)
                {
                    may |= effects.May;
                    acts[call.Syntax] = effects;
                }
            }
        }

        Effect must = Effect.None;
        foreach (Effect one in s_ends)
        {
            if ((may & one) != 0 && IsOnEachPath(work, path, acts, one))
            {
                must |= one;
            }
        }

        return new Effects(may, must);
    }

    private static readonly Effect[] s_ends = [Effect.Ends, Effect.GivesOne, Effect.Disposes];

    private bool IsOnEachPath(Work work, AccessPath path, Dictionary<SyntaxNode, Effects> acts, Effect effect)
    {
        if (bodies.GraphOf(work) is not { } graph)
        {
            return false;
        }

        var missing = new MissingAct(work.Symbol, path.Root, operation => acts.TryGetValue(operation.Syntax, out Effects done) && (done.Must & effect) != 0);
        return ExitState<bool>.Of(graph, new FlowPoint(graph.Blocks[0], 0), initial: true, missing) != true;
    }

    /// <summary>
    /// Tells whether a call such as <c>source.Cancel()</c> is missing on a path through a method. It isn't missing where the object is null, after
    /// <c>if (_isDisposed) return;</c>, or on a branch that only the finalizer takes.
    /// </summary>
    private sealed class MissingAct(IMethodSymbol method, ISymbol variable, Func<IOperation, bool> isAct) : IFlowStates<bool>
    {
        public bool Merge(bool one, bool other) => one || other;

        public bool After(IOperation operation, bool state) => state && !isAct(operation);

        public bool MayThrow(IOperation operation) => false;

        public bool AfterThrow(IOperation operation, bool state) => state;

        public bool PastHandler(ITypeSymbol exceptionType, bool state) => state;

        public bool Along(BasicBlock block, ControlFlowBranch branch, bool state) =>
            state
            && (BranchFacts.Outcome(block, branch) is not { } outcome || block.BranchValue is not { } condition
                || !BranchFacts.MeansNull(condition, outcome, variable)
                    && !SaysCancelled(condition, outcome)
                    && !IsOfFinalizer(condition, outcome)
                    && !(LeavesAtOnce(branch) && AsksOwnState(condition)));

        /// <summary>Whether a condition's outcome means that a boolean property of the object is true, such as <c>source.IsCancellationRequested</c>.</summary>
        private bool SaysCancelled(IOperation condition, bool outcome) =>
            BranchFacts.WithoutNot(condition, outcome) is (IPropertyReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Instance: { } asked }, true) && BranchFacts.Reads(asked, variable);

        private bool IsOfFinalizer(IOperation condition, bool outcome) =>
            KnownSymbols.IsInnerDispose(method)
            && BranchFacts.WithoutNot(condition, outcome) is (var asked, false) && BranchFacts.Reads(asked, method.Parameters[0]);

        /// <summary>Whether a branch leads to the method's end without executing any further operation.</summary>
        private static bool LeavesAtOnce(ControlFlowBranch branch)
        {
            BasicBlock? block = branch.Destination;
            for (int steps = 0; block is { Kind: not BasicBlockKind.Exit } && steps < 3; steps++)
            {
                if (!block.Operations.IsEmpty || block.ConditionalSuccessor is not null || block.BranchValue is { ConstantValue.HasValue: false } and not IPropertyReferenceOperation)
                {
                    return false;
                }

                block = block.FallThroughSuccessor?.Destination;
            }

            return block is { Kind: BasicBlockKind.Exit };
        }

        /// <summary>Whether a condition reads a field of value type such as <c>_isDisposed</c>, and no parameter or local.</summary>
        private static bool AsksOwnState(IOperation condition)
        {
            bool any = false;
            foreach (IOperation operation in condition.DescendantsAndSelf())
            {
                switch (operation)
                {
                    case IParameterReferenceOperation or ILocalReferenceOperation:
                        return false;
                    case IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Type: { IsValueType: true } }:
                        any = true;
                        break;
                }
            }

            return any;
        }
    }

    private sealed class KeyComparer : IEqualityComparer<(IMethodSymbol Method, AccessPath Path)>
    {
        public static KeyComparer Instance { get; } = new();

        public bool Equals((IMethodSymbol Method, AccessPath Path) one, (IMethodSymbol Method, AccessPath Path) other) =>
            KnownSymbols.Same(one.Method, other.Method) && one.Path.Equals(other.Path);

        public int GetHashCode((IMethodSymbol Method, AccessPath Path) key) => SymbolEqualityComparer.Default.GetHashCode(key.Method) * 31 + key.Path.GetHashCode();
    }
}
