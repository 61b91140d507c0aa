using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK009: a finite delay loses a race, and nothing cancels it: its timer stays until the time is over.</summary>
internal static class LingeringDelay
{
    /// <summary>What the rule finds on a raced operation; null where it is no delay, or each path takes care of it.</summary>
    public static Finding? Check(RacedOperation raced, Scope scope, LeakModel model) =>
        raced.Wait is null && RaceOutcome.AnyPathAbandons(raced, scope, model)
            ? new Finding(
                DiagnosticDescriptors.LingeringDelay,
                raced.Call.Syntax.GetLocation(),
                [],
                scope,
                raced,
                [raced.Race.Name])
            : null;
}
