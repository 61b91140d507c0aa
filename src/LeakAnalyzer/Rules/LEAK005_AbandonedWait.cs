using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>
/// LEAK005: a wait, such as a channel read, may lose a race (<c>Task.WhenAny</c>), and some path after the race neither joins nor cancels it.
/// </summary>
internal static class AbandonedWait
{
    public const string Id = "LEAK005";

    /// <summary>A rule of its own, because the code does wait for a task, the winner of the race, and leaves the loser pending.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(AbandonedWait),
        title: "A wait that loses a race is abandoned",
        messageFormat: "'{0}' may lose the race in '{1}' and stay pending, and {2}{3}; {4}",
        cause: "Task.WhenAny, Task.WaitAny and WaitAsync leave the loser pending. A pending read takes the next item and loses it, a pending "
            + "acquire takes the next permit, and in a loop each iteration leaves one more.",
        fix: "Give the operation a token that is cancelled after the race, or keep its task and await it on the next iteration.");

    /// <summary>Finds what the rule reports on a raced operation; null if each path joins or cancels it, or if it is a delay.</summary>
    public static Finding? Check(RacedOperation raced, Scope scope, LeakModel model) =>
        raced.Wait is { } wait && RaceOutcome.PathsThatAbandon(raced, scope, model) is var paths && paths != Paths.None
            ? new Finding(
                Descriptor,
                raced.Call.Syntax.GetLocation(),
                [],
                scope,
                raced,
                [
                    wait.Name,
                    raced.Race.Name,
                    paths == Paths.All ? "nothing joins or cancels it" : "not every path joins or cancels it",
                    WhatIsLost(raced, wait, model),
                    RaceAdvice.For(raced, scope),
                ]) { Places = [raced.Race.Call.Syntax.GetLocation()] }
            : null;

    private static string WhatIsLost(RacedOperation raced, Wait wait, LeakModel model) => (wait.For, model.Calls.Of(raced.Call)) switch
    {
        (WaitsFor.Item, { OnReceiver: { } effect }) when (effect & Effect.TakesOne) != 0 && model.Symbols.IsTask(raced.Call.Type) => ": a pending read takes the next item, which is lost",
        (WaitsFor.Room, { OnReceiver: Effect.GivesOne }) => ": a pending write puts its item into the channel later",
        (WaitsFor.Permit, _) => ": a pending acquire takes the next permit, which nobody gives back",
        (WaitsFor.Signal, _) when wait.Object is { } waited && OwnWaits.IsKeptPromise(waited, model) => ": a pending wait takes the next signal, which is lost",
        _ when OwnWaits.IsBlocking(wait, model) => raced.IsRepeated ? ": each iteration leaves one more blocked thread" : ": its thread stays blocked",
        _ when raced.IsRepeated => ": each iteration leaves one more",
        _ => "",
    };
}
