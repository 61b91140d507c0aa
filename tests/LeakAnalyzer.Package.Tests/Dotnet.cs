using System.Collections;
using System.Diagnostics;
using System.Text;
using Xunit.Sdk;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Runs the <c>dotnet</c> command as a user's shell would, and leaves no process running.</summary>
internal static class Dotnet
{
    /// <summary>The dotnet host that has built the tests.</summary>
    public static readonly string Host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(4);

    /// <summary>
    /// The prefixes of the variables by which the surrounding <c>dotnet test</c> makes its children use its own MSBuild and test host.
    /// </summary>
    private static readonly string[] s_inheritedPrefixes = ["MSBUILD", "VSTEST", "DOTNET_CLI_", "DOTNET_HOST_PATH", "TESTINGPLATFORM"];

    /// <summary>The environment variables of a command.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        // No build node and no compiler server outlives its command.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        // Tiered PGO counts how often methods run, which doesn't pay in a short command.
        ["DOTNET_TieredPGO"] = "0",
        // Without its terminal logger, MSBuild writes each event once, on one line.
        ["MSBUILDTERMINALLOGGER"] = "off",
    };

    /// <summary>Runs a command to its end, whatever its exit code is.</summary>
    public static Task<CommandResult> RunAsync(string directory, params string[] arguments) => RunAsync(directory, Settings, arguments);

    /// <summary>Runs a command with other environment variables.</summary>
    public static Task<CommandResult> RunAsync(string directory, IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        RunAsync(directory, Host, arguments, settings);

    /// <summary>Runs a script of a POSIX shell to its end, whatever its exit code is.</summary>
    public static Task<CommandResult> RunScriptAsync(string directory, IReadOnlyDictionary<string, string> settings, string script) =>
        RunAsync(directory, "sh", ["-c", script], settings);

    private static async Task<CommandResult> RunAsync(string directory, string program, string[] arguments, IReadOnlyDictionary<string, string> settings)
    {
        using var process = new Process { StartInfo = StartInfo(directory, program, arguments, settings) };
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

    private static ProcessStartInfo StartInfo(string directory, string program, string[] arguments, IReadOnlyDictionary<string, string> settings)
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

        foreach ((string name, string value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Adds a line to the output. Each of the two streams is read on a thread of its own.</summary>
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

/// <summary>The output of a command on both of its streams, and its exit code.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>Fails the test, with the output, if the command has failed.</summary>
    public CommandResult MustSucceed() => ExitCode == 0 ? this : throw Failure("failed");

    /// <summary>Fails the test, with the output, if the command has succeeded.</summary>
    public CommandResult MustFail() => ExitCode != 0 ? this : throw Failure("was to fail and succeeded");

    public XunitException Failure(string what) => new($"'{Command}' {what}, exit code {ExitCode}. It wrote:\n{Output}");
}
