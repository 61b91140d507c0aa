using System.Diagnostics;

namespace LeakAnalyzer.Package.Tests;

/// <summary>A compiler server for the builds of this test run, which are much faster with it.</summary>
internal static class CompilerServer
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> s_settings = new(Start);

    /// <summary>Gets the environment variables with which a build uses the server. The first call starts the server.</summary>
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
