using System.Diagnostics;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class ProcessCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Waiting(Waits.On(Sorting, sort => sort.Process.WaitForExit())),
        Waiting(Waits.On(Sorting, sort => sort.Process.WaitForExitAsync(default)))
            .WithToken((sort, token) => sort.Process.WaitForExitAsync(token)),
        Reading(Waits.On(Sorting, sort => sort.Process.StandardOutput.ReadToEnd())),
        Reading(Waits.On(Sorting, sort => sort.Process.StandardOutput.ReadToEndAsync())),
        Reading(Waits.On(Sorting, sort => sort.Process.StandardOutput.ReadLineAsync(default)))
            .WithToken((sort, token) => sort.Process.StandardOutput.ReadLineAsync(token)),
    ];

    /// <summary>Starts <c>sort</c>, a program that Linux, macOS and Windows have, and that runs until its input ends.</summary>
    private static Sort Sorting()
    {
        Process process = Process.Start(new ProcessStartInfo("sort") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        return new(process, process.StandardInput);
    }

    private static WaitCaseOf<Sort> Waiting(WaitCaseOf<Sort> wait) => wait
        .When("its input ends", sort => { sort.Input.Dispose(); }, Outcome.EndsAll)
        .EndsAll(sort => sort.Process.Kill())
        .EndsAll(sort => sort.Process.Kill(true))
        .EndsNothing(sort => sort.Process.Close())
        .EndsNothing(sort => sort.Process.Dispose());

    private static WaitCaseOf<Sort> Reading(WaitCaseOf<Sort> wait) => wait
        .Case("a process' output")
        .Alone()
        .When("its input ends", sort => { sort.Input.Dispose(); }, Outcome.EndsAll)
        .EndsAll(sort => sort.Process.Kill())
        .EndsNothing(sort => sort.Process.Close())
        .EndsNothing(sort => sort.Process.Dispose());

    /// <summary>A running <c>sort</c>. If its input's writer were garbage-collected, the input would close and the process end.</summary>
    private sealed record Sort(Process Process, StreamWriter Input);
}
