using LeakAnalyzer.Catalog;
using LeakAnalyzer.Model;

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
                [wait.Name, raced.Race.Name, WhatIsLost(raced, wait)])
            : null;

    private static string WhatIsLost(RacedOperation raced, Wait wait) => (wait.Resource, raced.Call.TargetMethod.Name) switch
    {
        (var resource, "ReadAsync") when resource == Resource.ReadChannel => "a pending read takes the next item, which is lost",
        (var resource, "WriteAsync") when resource == Resource.WrittenChannel => "a pending write puts its item into the channel later",
        (var resource, _) when resource == Resource.Semaphore => "a pending acquire takes the next permit, which nobody gives back",
        _ => "each call leaves one more",
    };
}
