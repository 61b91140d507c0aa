using System.Diagnostics;

namespace LeakAnalyzer.Package.Tests;

/// <summary>
/// The compiler server of this run of the tests. Builds are much cheaper with it, because it loads the compiler and the packed analyzer only once. No
/// other build uses this server, and it ends with the tests.
/// </summary>
internal static class CompilerServer
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> s_settings = new(Start);

    /// <summary>Gets the environment variables of a build that uses the server. The server is started on first use.</summary>
    public static IReadOnlyDictionary<string, string> Settings => s_settings.Value;

    private static IReadOnlyDictionary<string, string> Start()
    {
        string server = Path.Combine(BuildFacts.CompilerFolder, "bincore", "VBCSCompiler.dll");
        if (!File.Exists(server))
        {
            return Dotnet.Settings;
        }

        string id = $"LeakAnalyzer-{Environment.ProcessId}";
        Process process = Process.Start(new ProcessStartInfo(Dotnet.Host, ["exec", server, $"-pipename:{id}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Kill();
        return new Dictionary<string, string>(Dotnet.Settings) { ["UseSharedCompilation"] = "true", ["SharedCompilationId"] = id };
    }
}
