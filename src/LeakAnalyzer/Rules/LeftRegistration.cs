using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK008: a callback is registered on a token that outlives the scope, and the registration is dropped or left undisposed.</summary>
internal static class LeftRegistration
{
    /// <summary>What the rule finds on a registration; null where it is disposed, goes elsewhere, or its token ends with the scope or the application.</summary>
    public static Finding? Check(HeldHandle registration, Func<Scope> scopeOf, LeakModel model)
    {
        HandleFate fate = registration.FateIn(scopeOf, model);
        if (fate == HandleFate.Kept || !TokenLifetimes.Outlives(registration.Call, scopeOf(), model))
        {
            return null;
        }

        Scope scope = scopeOf();
        return new Finding(
            DiagnosticDescriptors.LeftRegistration,
            registration.Call.Syntax.GetLocation(),
            [],
            scope,
            registration,
            [WaitFactory.NameOf(registration.Call.Syntax), fate == HandleFate.Dropped ? "is dropped" : $"is not disposed on every path out of '{scope.Name}'"]);
    }
}
