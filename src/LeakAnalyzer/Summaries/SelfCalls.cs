using System.Collections.Immutable;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>A call by which a function calls itself or starts itself again.</summary>
/// <param name="Site">The call in the function: of the function itself, or of a method that calls the function back.</param>
/// <param name="Through">The methods and lambdas between the call and the function; empty if the function calls itself directly.</param>
internal sealed record SelfCall(SyntaxNode Site, ImmutableArray<Work> Through);

/// <summary>
/// Finds functions that call or start themselves again on every path, on the same object, and so are like endless loops. A call on another object may
/// end, as in a recursion over a linked list.
/// </summary>
internal static class SelfCalls
{
    /// <summary>How many methods may be between a function and the call that leads back to it: with 1, <c>A</c> → <c>B</c> → <c>A</c> is found.</summary>
    private const int MostBetween = 1;

    /// <summary>Gets the first call by which a function calls or starts itself again; null if some path through the function has no such call.</summary>
    public static SelfCall? OnEachPath(Work work, LeakModel model) =>
        work.Symbol.Name.Length == 0 ? null : OnEachPath(work, work, MostBetween, model); // a lambda has no name by which it can call itself

    /// <summary>Whether a call, or the creation of a delegate, may lead to another run of the function. This is judged by names.</summary>
    public static bool MayLeadBack(IOperation operation, IMethodSymbol function) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.Name == function.Name || IsOnSameObject(call) && MayLeadBack(call.TargetMethod, function),
        IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } => method.Name == function.Name || MayLeadBack(method, function),
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda.Body.Descendants().Any(inner => inner is IInvocationOperation && MayLeadBack(inner, function)),
        _ => false,
    };

    private static bool MayLeadBack(IMethodSymbol method, IMethodSymbol function) =>
        function.Name.Length > 0
        && KnownSymbols.Same(method.ContainingType, function.ContainingType)
        && method.OriginalDefinition.DeclaringSyntaxReferences is [var reference, ..]
        && SymbolUses.MayMention(reference.GetSyntax(), [function.Name]);

    /// <summary>Whether a call is on the caller's own object (<c>this</c>), or is a call of a static or local function.</summary>
    public static bool IsOnSameObject(IInvocationOperation call) => call.Instance is null or IInstanceReferenceOperation;

    /// <summary>Gets the first call in a body that leads back to a function; null if a path through the body has no such call.</summary>
    private static SelfCall? OnEachPath(Work body, Work function, int mostBetween, LeakModel model)
    {
        if (mostBetween == 0 && !SymbolUses.MayMention(body.Body.Syntax, [function.Symbol.Name]))
        {
            return null;
        }

        List<SelfCall>? calls = null;
        foreach (IOperation operation in body.Body.OwnOperations())
        {
            if (operation is IInvocationOperation call && LeadBack(call, function, mostBetween, model) is { } through)
            {
                (calls ??= []).Add(new SelfCall(call.Syntax, through));
            }
        }

        return calls is not null
            && model.Bodies.GraphOf(body) is { } graph
            && !ExitPaths.AnyWithout(graph, new FlowPoint(graph.Blocks[0], 0), operation => calls.Exists(call => call.Site == operation.Syntax), static _ => false)
                ? calls[0]
                : null;
    }

    /// <summary>Gets the methods and lambdas through which a call leads back to a function; empty if it calls the function directly.</summary>
    private static ImmutableArray<Work>? LeadBack(IInvocationOperation call, Work function, int mostBetween, LeakModel model)
    {
        if (!call.Arguments.IsEmpty && model.Calls.Of(call) is { } facts)
        {
            return facts.Starts && !Continuations.SkipSuccess(call) ? LeadBack(Operations.DelegateArgument(call.Arguments), function, mostBetween, model) : null;
        }

        return !IsOnSameObject(call) || !MayLeadBack(call, function.Symbol) ? null
            : LeadBack(model.Bodies.TargetOf(call) ?? call.TargetMethod.OriginalDefinition, function, mostBetween, model);
    }

    private static ImmutableArray<Work>? LeadBack(IOperation? started, Work function, int mostBetween, LeakModel model) =>
        (started?.Unwrap() as IDelegateCreationOperation)?.Target switch
        {
            IMethodReferenceOperation { Method: var method } => LeadBack(method.OriginalDefinition, function, mostBetween, model),
            IAnonymousFunctionOperation lambda => LeadBack(new Work(lambda.Symbol, lambda.Syntax, lambda.Body), function, mostBetween, model),
            _ => null,
        };

    private static ImmutableArray<Work>? LeadBack(IMethodSymbol method, Work function, int mostBetween, LeakModel model) =>
        KnownSymbols.Same(method, function.Symbol.OriginalDefinition) ? ImmutableArray<Work>.Empty
        : mostBetween > 0
            && method.MethodKind == MethodKind.Ordinary
            && KnownSymbols.Same(method.ContainingType, function.Symbol.ContainingType.OriginalDefinition)
            && model.Bodies.OfMethod(method) is { } between
                ? LeadBack(between, function, mostBetween - 1, model)
                : null;

    private static ImmutableArray<Work>? LeadBack(Work between, Work function, int mostBetween, LeakModel model) =>
        OnEachPath(between, function, mostBetween, model)?.Through.Insert(0, between);
}
