using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK005: an open-ended operation is begun for a race, and some path behind the race neither joins nor cancels it.</summary>
internal static class AbandonedWait
{
    /// <summary>What the rule finds on a raced operation; null where it ends by itself, or each path takes care of it.</summary>
    public static Finding? Check(RacedOperation raced, Scope scope, LeakModel model) =>
        raced.Wait is { } wait && RaceOutcome.AnyPathAbandons(raced, scope, model)
            ? new Finding(
                DiagnosticDescriptors.AbandonedWait,
                raced.Call.Syntax.GetLocation(),
                [],
                scope,
                raced,
                [wait.Name, raced.Race.Name, WhatIsLost(raced, wait, model)])
            : null;

    private static string WhatIsLost(RacedOperation raced, Wait wait, LeakModel model) => (wait.For, model.Calls.Of(raced.Call)) switch
    {
        (WaitsFor.Item, { OnReceiver: { } effect }) when (effect & Effect.TakesOne) != 0 && model.Symbols.IsTask(raced.Call.Type) => "a pending read takes the next item, which is lost",
        (WaitsFor.Room, { OnReceiver: Effect.GivesOne }) => "a pending write puts its item into the channel later",
        (WaitsFor.Permit, _) => "a pending acquire takes the next permit, which nobody gives back",
        _ => "each call leaves one more",
    };
}
