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

    /// <summary>Starts <c>sort</c>, which every system has: a process that waits for the end of its input.</summary>
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

    /// <param name="Process">The process.</param>
    /// <param name="Input">
    /// The process's input. It is kept here, because the collection of the writer would close the input and so end the process.
    /// </param>
    private sealed record Sort(Process Process, StreamWriter Input);
}
