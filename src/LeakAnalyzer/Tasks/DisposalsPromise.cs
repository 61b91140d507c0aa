using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// A promise (a <c>TaskCompletionSource</c>) on which a disposal waits, although no code sets it. Elsewhere such a wait may be on purpose, but a
/// disposal must end.
/// </summary>
/// <param name="Promise">The local that holds the promise.</param>
/// <param name="Disposal">The method that disposes or stops its object.</param>
/// <param name="Waits">The places that return the promise's task to the caller, or await the task for the caller.</param>
internal sealed record DisposalsPromise(ILocalSymbol Promise, IMethodSymbol Disposal, List<SyntaxNode> Waits)
{
    /// <summary>Gets the promise in a local if a disposal waits for it, or returns its task, and no code sets it or passes it on; null otherwise.</summary>
    public static DisposalsPromise? Of(ISymbol promise, LeakModel model) =>
        promise is ILocalSymbol { ContainingSymbol: IMethodSymbol method } local
        && (model.Symbols.IsDisposal(method) || TypeEnd.IsEnd(method) && KnownSymbols.Implements(method, model.Symbols.HostedService))
        && model.UsesOf(WaitedObject.Of(local)).Count == 0
        && CallersWaits.Of(local, model) is { Count: > 0 } waits
            ? new DisposalsPromise(local, method, waits)
            : null;
}
