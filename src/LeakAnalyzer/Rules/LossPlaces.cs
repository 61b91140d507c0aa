using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>Finds where a function exits without having disposed a linked <c>CancellationTokenSource</c> or a registration.</summary>
internal static class LossPlaces
{
    /// <summary>Gets the exit of a path that doesn't dispose the object, or the function's end; empty if the object is dropped where it is made.</summary>
    public static IReadOnlyList<Location> Of(HandleLoss loss, Scope scope) =>
        loss.Fate != HandleFate.LeftByLocal ? [] : [loss.Exit?.GetLocation() ?? scope.End.GetLocation()];
}
