using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>
/// Finds the places at which a function exits without having disposed a handle (a linked <c>CancellationTokenSource</c> or a registration).
/// </summary>
internal static class LossPlaces
{
    /// <summary>
    /// Gets the exit on a path that doesn't dispose the handle: the returned expression, the operation that throws, or the function's end. Empty if
    /// the handle is dropped at the call that makes it.
    /// </summary>
    public static IReadOnlyList<Location> Of(HandleLoss loss, Scope scope) =>
        loss.Fate != HandleFate.LeftByLocal ? [] : [loss.Exit?.GetLocation() ?? scope.End.GetLocation()];
}
