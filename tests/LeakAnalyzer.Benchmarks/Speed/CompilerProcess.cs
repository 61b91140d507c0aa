using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LeakAnalyzer.Benchmarks.Speed;

/// <summary>The SDK's compiler: a server that stays warm, as in a developer's builds, or a fresh process for each compilation.</summary>
internal sealed partial class CompilerProcess : IDisposable
{
    private readonly string _folder;
    private readonly string _pipe = $"leak-benchmark-{Environment.ProcessId}";
    private readonly Process? _server;

    /// <param name="folder">The folder of the SDK's compiler.</param>
    /// <param name="isFresh">Whether each compilation has a process of its own.</param>
    public CompilerProcess(string folder, bool isFresh)
    {
        _folder = folder;
        _server = isFresh ? null : Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(folder, "VBCSCompiler.dll"), $"-pipename:{_pipe}"]));
        if (!isFresh)
        {
            Thread.Sleep(TimeSpan.FromSeconds(3)); // A client that doesn't find the server at once compiles in its own process.
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

    /// <summary>The processor time of the server; without a server, that of all child processes that have ended.</summary>
    private TimeSpan Used()
    {
        if (_server is not null)
        {
            _server.Refresh();
            return _server.TotalProcessorTime;
        }

        Span<long> usage = stackalloc long[18]; // struct rusage of 64-bit Linux: seconds and microseconds of the user's and the system's time, and 14 counts.
        return GetUsage(EndedChildren, usage) == 0
            ? TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3])
            : throw new PlatformNotSupportedException("A fresh process can only be measured on Linux.");
    }

    private const int EndedChildren = -1;

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, Span<long> usage);
}
