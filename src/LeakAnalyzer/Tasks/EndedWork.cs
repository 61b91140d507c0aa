using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Finds code that runs because a type's disposal or stop has ended a wait before it, such as the <c>finally</c> of a loop that the disposal cancels, and
/// code that never runs because no code ends a wait before it.
/// </summary>
/// <param name="model">The compilation's model.</param>
/// <param name="reachOf">Tells whether the disposal or stop reaches a node.</param>
internal sealed class EndedWork(LeakModel model, Func<SyntaxNode, Reach> reachOf)
{
    private readonly HashSet<SyntaxNode> _asked = [];
    private readonly HashSet<SyntaxNode> _askedForOpenWaits = [];
    private readonly Dictionary<SyntaxNode, ImmutableArray<Wait>> _waits = [];

    /// <summary>Whether a node is in such code, or calls a method that has such code.</summary>
    public bool Contains(SyntaxNode node)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(node);
        if (!_asked.Add(function))
        {
            return false;
        }

        bool contains = WaitsBefore(node, function).Any(IsEnded)
            || node is InvocationExpressionSyntax syntax && model.OperationAt(syntax) is IInvocationOperation call && new WorkReader(model).ReadCall(call).Any(IsEnded);
        _asked.Remove(function);
        return contains;
    }

    /// <summary>
    /// Whether each path to a node passes a wait that only a token can end. The exception of the cancelled wait doesn't lead to the node, so that the
    /// node is never reached.
    /// </summary>
    public bool IsBehindOpenWait(SyntaxNode node)
    {
        SyntaxNode place = PlaceOf(node);
        SyntaxNode function = SyntaxQueries.EnclosingFunction(place);
        if (!_askedForOpenWaits.Add(function))
        {
            return false;
        }

        bool isBehind = WaitsOf(function).Any(wait => IsOpen(wait) && IsPassedBefore(place, wait, function));
        _askedForOpenWaits.Remove(function);
        return isBehind || function is AnonymousFunctionExpressionSyntax && IsBehindOpenWait(function);
    }

    /// <summary>Gets the node that stands for a name in the operations: the call of the named method, or the qualified name.</summary>
    private static SyntaxNode PlaceOf(SyntaxNode node)
    {
        SyntaxNode place = node is SimpleNameSyntax name ? SyntaxQueries.Qualified(name) : node;
        return place.Parent is InvocationExpressionSyntax call && call.Expression == place ? call : place;
    }

    private IEnumerable<Wait> WaitsBefore(SyntaxNode node, SyntaxNode function) =>
        function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
            ? WaitsOf(function).Where(wait => wait.Functions.IndexOf(function) is >= 0 and var depth && Follows(node, wait.Joins[depth], isByToken: !wait.Token.IsEmpty))
            : [];

    /// <summary>Gets the waits of a function. If a private function has only one call, the arguments of that call replace the parameters.</summary>
    private ImmutableArray<Wait> WaitsOf(SyntaxNode function)
    {
        if (!_waits.TryGetValue(function, out ImmutableArray<Wait> waits))
        {
            waits = FindWaits(function);
            _waits.Add(function, waits);
        }

        return waits;
    }

    private ImmutableArray<Wait> FindWaits(SyntaxNode function)
    {
        if (function is AnonymousFunctionExpressionSyntax)
        {
            return model.OperationAt(function)?.Unwrap() is IAnonymousFunctionOperation lambda ? new WorkReader(model).Read(new Work(lambda.Symbol, function, lambda.Body)) : ImmutableArray<Wait>.Empty;
        }

        if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            || model.SemanticModelOf(function.SyntaxTree)?.GetDeclaredSymbol(function) is not IMethodSymbol method
            || model.Bodies.OfMethod(method) is not { } work)
        {
            return ImmutableArray<Wait>.Empty;
        }

        return VisibleWorld.IsOfTypeOnly(method)
            && model.Uses.Of(method) is [var only]
            && PlaceOf(only) is InvocationExpressionSyntax syntax
            && model.OperationAt(syntax) is IInvocationOperation call
                ? new WorkReader(model).ReadCall(call)
                : new WorkReader(model).Read(work);
    }

    /// <summary>Whether no code ends a wait: only its token can, if it has one.</summary>
    private bool IsOpen(Wait wait) =>
        wait is { IsLoop: false, IsUnseen: false }
        && (wait.For == WaitsFor.Nothing
            || wait is { For: WaitsFor.Item or WaitsFor.End, Object: { Names.IsEmpty: false, IsHeld: false, Root: IFieldSymbol or IPropertySymbol } waited }
                && model.World.IsClosed(waited.Root)
                && model.Values.HoldsOnlyNew(waited.Root)
                && model.UsesOf(waited).TrueForAll(use => IsHarmless(use, wait.Interest)));

    private bool IsHarmless(ObjectUse use, Interest interest) => (use.Effects.May & (Effect.Stored | Effect.Collected)) == 0 && interest.Of(use.Effects) switch
    {
        UseEffect.Harmless or UseEffect.Disposes => true,
        UseEffect.Ends or UseEffect.MayEnd => IsBehindOpenWait(use.Act),
        _ => false,
    };

    /// <summary>Whether each path to a node passes a wait, and none from an exception of the wait leads to the node.</summary>
    private bool IsPassedBefore(SyntaxNode node, Wait wait, SyntaxNode function)
    {
        int depth = wait.Functions.IndexOf(function);
        for (int i = 0; i <= depth; i++)
        {
            SyntaxNode site = wait.Joins[i];
            if (site is ReturnStatementSyntax
                || MayGoOnAfterException(site, wait.Functions[i], i == depth ? node : null)
                || model.OperationAt(site) is not { } waiting
                || model.Bodies.GraphOf(wait.Functions[i], waiting) is not { } graph)
            {
                return false;
            }

            bool isPassed = i == depth
                ? model.IndexOf(graph).After(node) is not null && Dominance.Dominates(graph, site, node, MayThrow)
                : !ExitPaths.AnyWithout(graph, new FlowPoint(graph.Blocks[0], 0), operation => operation.Syntax == site, MayThrow);
            if (!isPassed)
            {
                return false;
            }
        }

        return depth >= 0;
    }

    private bool MayThrow(IOperation operation) => Throwing.MayThrow(operation, model);

    /// <summary>Whether an exception of a wait may lead to a node of the wait's function or, if that is null, to any code after the wait.</summary>
    private bool MayGoOnAfterException(SyntaxNode wait, SyntaxNode function, SyntaxNode? node)
    {
        for (SyntaxNode? around = wait.Parent; around is not null && around != function; around = around.Parent)
        {
            if (around is InvocationExpressionSyntax && model.OperationAt(around) is IInvocationOperation { Arguments: var arguments } && arguments.Any(argument => argument.Parameter?.Type.TypeKind is TypeKind.Enum or TypeKind.Delegate))
            {
                return true; // an option of the await may suppress the exception, and so does a continuation
            }

            if (around is TryStatementSyntax handled && LeadsTo(node, wait, handled))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a <c>try</c> leads from an exception of a wait to a node outside its block or, if that is null, to the code after it.</summary>
    private static bool LeadsTo(SyntaxNode? node, SyntaxNode wait, TryStatementSyntax handled) =>
        handled.Block.Span.Contains(wait.Span)
        && (node is null || !handled.Block.Span.Contains(node.Span))
        && (handled.Catches.Count > 0 || node is not null && handled.Finally?.Span.Contains(node.Span) == true);

    /// <summary>Whether a node may run after a wait has ended. A cancelled wait throws, so that only what handles the exception runs, and what follows.</summary>
    private static bool Follows(SyntaxNode node, SyntaxNode wait, bool isByToken)
    {
        if (node.SpanStart < wait.SpanStart)
        {
            return false;
        }

        return !isByToken || wait.Ancestors().OfType<TryStatementSyntax>().Any(handled => LeadsTo(node, wait, handled));
    }

    private bool IsEnded(Wait wait) =>
        FieldSources.WithKeepers(wait.Token, model).Cancellers.Any(canceller => canceller is { Kind: CancellerKind.Holder, Symbol: IFieldSymbol or IPropertySymbol } && IsEnded(WaitedObject.Of(canceller.Symbol), Interest.InCancel))
        || wait.Object is { IsUnknown: false } waited && IsEnded(waited, wait.Interest);

    private bool IsEnded(WaitedObject waited, Interest interest) =>
        model.UsesOf(waited).Exists(use => interest.Of(use.Effects) is UseEffect.Ends or UseEffect.MayEnd && reachOf(use.Act) != Reach.No);
}
