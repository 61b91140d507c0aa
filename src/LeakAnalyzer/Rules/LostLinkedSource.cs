using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK007: a linked source is dropped, or some path leaves it undisposed, so that its registration stays with its parent token.</summary>
internal static class LostLinkedSource
{
    /// <summary>What the rule finds on a linked source; null where it is disposed, goes elsewhere, or its parents don't outlive the scope.</summary>
    public static Finding? Check(HeldHandle source, Func<Scope> scopeOf, LeakModel model)
    {
        HandleFate fate = source.FateIn(scopeOf, model);
        if (fate == HandleFate.Kept || !TokenLifetimes.MayOutlive(source.Call, model))
        {
            return null;
        }

        Scope scope = scopeOf();
        return new Finding(
            DiagnosticDescriptors.LostLinkedSource,
            fate == HandleFate.LeftByLocal && source.Local is { Locations: [var location, ..] } ? location : source.Call.Syntax.GetLocation(),
            [],
            scope,
            source,
            [fate == HandleFate.Dropped ? "The linked source is dropped where it is made" : $"Not every path out of '{scope.Name}' disposes '{source.Local!.Name}'"]);
    }
}
