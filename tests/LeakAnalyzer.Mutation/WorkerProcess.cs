using System.Diagnostics;

namespace LeakAnalyzer.Mutation;

/// <summary>The result of a job.</summary>
/// <param name="Passed">The tests that passed, with the blocks that they reach.</param>
/// <param name="Failed">The tests that failed or didn't end.</param>
/// <param name="Static">The numbers of the blocks that a static constructor was the first to reach, separated by commas.</param>
internal sealed record Outcome(IReadOnlyList<Test> Passed, IReadOnlyList<Test> Failed, string Static);

/// <summary>Starts <see cref="Worker"/> processes and sends jobs to them.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>The processor time after which a test counts as endless. Elapsed time would depend on other processes.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>After this many jobs a new process replaces the worker, to free the memory of the loaded assemblies.</summary>
    private const int JobsOfOneProcess = 40;

    private Process? _process;
    private int _jobs;

    public Outcome RunAll(string folder) => Run($"{folder}\t", null);

    public Outcome RunUntilFailure(string folder, IReadOnlyList<Test> tests)
    {
        string list = Path.Combine(folder, "tests.txt");
        File.WriteAllLines(list, tests.Select(test => (test with { Blocks = [] }).ToString()));
        return Run($"{folder}\t{list}", tests[0]);
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }
    }

    private Outcome Run(string job, Test? running)
    {
        Process process = Start();
        process.StandardInput.WriteLine(job);
        List<Test> passed = [], failed = [];
        TimeSpan used = process.TotalProcessorTime;
        Task<string?> next = process.StandardOutput.ReadLineAsync();
        while (true)
        {
            if (!next.Wait(TimeSpan.FromSeconds(1)))
            {
                process.Refresh();
                if (process.TotalProcessorTime - used < s_limit)
                {
                    continue;
                }

                break;
            }

            switch (next.Result?.Split('\t', 2))
            {
                case [Worker.Done, var made]:
                    return new Outcome(passed, failed, made);
                case [var what, var about]:
                    running = Test.Parse(about);
                    if (what != Worker.Starts)
                    {
                        (what == Worker.Passes ? passed : failed).Add(running);
                    }

                    used = process.TotalProcessorTime;
                    next = process.StandardOutput.ReadLineAsync();
                    continue;
            }

            break;
        }

        Dispose();
        return new Outcome(passed, [.. failed, running ?? throw new InvalidOperationException("No test can be run.")], "");
    }

    private Process Start()
    {
        if (_process is not null && ++_jobs < JobsOfOneProcess)
        {
            return _process;
        }

        Dispose();
        _jobs = 0;
        _process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Worker).Assembly.Location, Worker.Argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_GCHeapHardLimit"] = "0x180000000" }, // A mutant that uses more than 6 GiB of memory crashes.
        })!;
        _process.BeginErrorReadLine(); // Reads the error stream, because a process that writes to a full pipe blocks.
        return _process;
    }
}
