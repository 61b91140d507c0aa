using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LeakAnalyzer.Benchmarks.Speed;

/// <summary>The SDK's compiler: one compiler server for all compilations, as in a developer's builds, or a new process for each compilation.</summary>
internal sealed partial class CompilerProcess : IDisposable
{
    private readonly string _folder;
    private readonly string _pipe = $"leak-benchmark-{Environment.ProcessId}";
    private readonly Process? _server;

    /// <param name="folder">The folder of the SDK's compiler.</param>
    /// <param name="isFresh">True to compile in a new process each time; false to start a compiler server.</param>
    public CompilerProcess(string folder, bool isFresh)
    {
        _folder = folder;
        _server = isFresh ? null : Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(folder, "VBCSCompiler.dll"), $"-pipename:{_pipe}"]));
        if (!isFresh)
        {
            Thread.Sleep(TimeSpan.FromSeconds(3)); // Give the server time to start: a client that doesn't find it compiles in its own process.
        }
    }

    /// <summary>Compiles a project.</summary>
    /// <returns>The processor time of the process that compiles it, in seconds.</returns>
    public double Compile(CompiledProject project, IEnumerable<string> analyzers)
    {
        string response = Path.GetTempFileName();
        string output = Path.Combine(Path.GetTempPath(), $"{_pipe}.dll");
        File.WriteAllLines(response, [.. project.Arguments, .. analyzers.Select(analyzer => $"/analyzer:\"{analyzer}\""), $"/out:\"{output}\""]);
        try
        {
            string[] arguments = ["exec", Path.Combine(_folder, "csc.dll"), .. _server is null ? [] : (string[])[$"/shared:{_pipe}", "/keepalive:600"], "/noconfig", $"@{response}"];
            TimeSpan before = Used();
            using var client = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = project.Folder })!;
            string said = client.StandardOutput.ReadToEnd();
            client.WaitForExit();
            if (client.ExitCode != 0)
            {
                throw new InvalidOperationException($"{project.Name} doesn't compile:\n{said}");
            }

            return (Used() - before).TotalSeconds;
        }
        finally
        {
            File.Delete(response);
            File.Delete(output);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _server?.Kill();
        _server?.Dispose();
    }

    /// <summary>Gets the processor time of the server, or without a server that of all child processes that have ended.</summary>
    private TimeSpan Used()
    {
        if (_server is not null)
        {
            _server.Refresh();
            return _server.TotalProcessorTime;
        }

        Span<long> usage = stackalloc long[18]; // Linux's 64-bit struct rusage: seconds and microseconds of user time, then of system time, then 14 counters.
        return GetUsage(EndedChildren, usage) == 0
            ? TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3])
            : throw new PlatformNotSupportedException("A fresh process can only be measured on Linux.");
    }

    private const int EndedChildren = -1;

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, Span<long> usage);
}
