using System.Collections;
using System.Diagnostics;
using System.Text;
using Xunit.Sdk;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Runs the <c>dotnet</c> command as a user's shell would, and leaves no process after.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(4);

    /// <summary>The surrounding <c>dotnet test</c> points its children to its own MSBuild and test host by these.</summary>
    private static readonly string[] s_inheritedPrefixes = ["MSBUILD", "VSTEST", "DOTNET_CLI_", "DOTNET_HOST_PATH", "TESTINGPLATFORM"];

    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        // No build node, no build server, no compiler server outlives its command.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        // A short command gains nothing from counters in its methods.
        ["DOTNET_TieredPGO"] = "0",
        // One line per event, each written once.
        ["MSBUILDTERMINALLOGGER"] = "off",
    };

    /// <summary>Runs a command to its end, whatever its exit code.</summary>
    public static Task<CommandResult> RunAsync(string directory, params string[] arguments) =>
        // The host that runs the tests is the one that built them.
        RunAsync(directory, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);

    /// <summary>Runs a script of a POSIX shell to its end, whatever its exit code.</summary>
    public static Task<CommandResult> RunScriptAsync(string directory, string script) => RunAsync(directory, "sh", ["-c", script]);

    private static async Task<CommandResult> RunAsync(string directory, string program, string[] arguments)
    {
        using var process = new Process { StartInfo = StartInfo(directory, program, arguments) };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        string command = $"{Path.GetFileName(program)} " + string.Join(' ', arguments);
        using var timeout = new CancellationTokenSource(s_timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new XunitException($"'{command}' did not end within {s_timeout}. It wrote:\n{Text(output)}");
        }

        return new CommandResult(command, process.ExitCode, Text(output));
    }

    private static ProcessStartInfo StartInfo(string directory, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (s_inheritedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                start.Environment.Remove(name);
            }
        }

        foreach ((string name, string value) in s_settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Both streams write here, each from a thread of its own.</summary>
    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private static string Text(StringBuilder output)
    {
        lock (output)
        {
            return output.ToString();
        }
    }
}

/// <summary>What a command wrote to both of its streams, and how it ended.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>Fails the test with the output unless the command succeeded.</summary>
    public CommandResult MustSucceed() => ExitCode == 0 ? this : throw Failure("failed");

    /// <summary>Fails the test with the output unless the command failed.</summary>
    public CommandResult MustFail() => ExitCode != 0 ? this : throw Failure("was to fail and succeeded");

    public XunitException Failure(string what) => new($"'{Command}' {what}, exit code {ExitCode}. It wrote:\n{Output}");
}
