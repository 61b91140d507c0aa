using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>Where a scope is left with something undisposed.</summary>
internal static class LossPlaces
{
    /// <summary>The exit: what is returned there, or throws, or the scope's end; none where the thing is dropped at once.</summary>
    public static IReadOnlyList<Location> Of(HandleLoss loss, Scope scope) =>
        loss.Fate != HandleFate.LeftByLocal ? [] : [loss.Exit?.GetLocation() ?? scope.End.GetLocation()];
}
