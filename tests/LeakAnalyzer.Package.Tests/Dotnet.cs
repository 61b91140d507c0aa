using System.Collections;
using System.Diagnostics;
using System.Text;
using Xunit.Sdk;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Runs the <c>dotnet</c> command as a user's shell would. No process that a command starts outlives it.</summary>
internal static class Dotnet
{
    /// <summary>The <c>dotnet</c> executable that runs the tests.</summary>
    public static readonly string Host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(4);

    /// <summary>The prefixes of environment variables that <c>dotnet test</c> sets for itself, and that a command must not inherit.</summary>
    private static readonly string[] s_inheritedPrefixes = ["MSBUILD", "VSTEST", "DOTNET_CLI_", "DOTNET_HOST_PATH", "TESTINGPLATFORM"];

    /// <summary>The environment variables that a command gets.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        // With the next three settings, no MSBuild node and no compiler server outlives its command.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        // In a short command, profile-guided optimization costs more time than it saves.
        ["DOTNET_TieredPGO"] = "0",
        // Without the terminal logger, MSBuild writes each message once, on one line.
        ["MSBUILDTERMINALLOGGER"] = "off",
    };

    /// <summary>Runs a <c>dotnet</c> command to its end, also if it fails.</summary>
    public static Task<CommandResult> RunAsync(string directory, params string[] arguments) => RunAsync(directory, Settings, arguments);

    /// <summary>Runs a <c>dotnet</c> command with the given environment variables instead of <see cref="Settings"/>.</summary>
    public static Task<CommandResult> RunAsync(string directory, IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        RunAsync(directory, Host, arguments, settings);

    /// <summary>Runs a script in a POSIX shell to its end, also if it fails.</summary>
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

    /// <summary>Locks, because standard output and standard error are read on different threads.</summary>
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

internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>Throws with the command's output if the command has failed.</summary>
    public CommandResult MustSucceed() => ExitCode == 0 ? this : throw Failure("failed");

    /// <summary>Throws with the command's output if the command has succeeded.</summary>
    public CommandResult MustFail() => ExitCode != 0 ? this : throw Failure("was to fail and succeeded");

    public XunitException Failure(string what) => new($"'{Command}' {what}, exit code {ExitCode}. It wrote:\n{Output}");
}
