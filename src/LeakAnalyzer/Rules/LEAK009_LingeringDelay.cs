using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>
/// LEAK009: a finite delay may lose a race (<c>Task.WhenAny</c>), and nothing cancels the delay, so that its timer stays until its time is over.
/// </summary>
internal static class LingeringDelay
{
    public const string Id = "LEAK009";

    /// <summary>A rule of its own, and only a suggestion, because the delay ends by itself.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(LingeringDelay),
        title: "A delay that loses a race keeps its timer",
        messageFormat: "The delay may lose the race in '{0}' and then keeps its timer until its time is over{1}; {2}",
        cause: "Task.WhenAny leaves the loser running: a delay that nothing cancels holds its timer for the rest of its time, and in a loop "
            + "each iteration leaves one more.",
        fix: "Give the delay the token of a source that is cancelled when the race is over, or use Task.WaitAsync.",
        severity: DiagnosticSeverity.Info);

    /// <summary>Finds what the rule reports on a raced operation; null if the operation isn't a delay, or if each path joins or cancels it.</summary>
    public static Finding? Check(RacedOperation raced, Scope scope, LeakModel model) =>
        raced.Wait is null && RaceOutcome.PathsThatAbandon(raced, scope, model) != Paths.None
            ? new Finding(
                Descriptor,
                raced.Call.Syntax.GetLocation(),
                [],
                scope,
                raced,
                [raced.Race.Name, raced.IsRepeated ? ", one more in each iteration" : "", RaceAdvice.For(raced, scope)]) { Places = [raced.Race.Call.Syntax.GetLocation()] }
            : null;
}
