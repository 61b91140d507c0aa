using System.Diagnostics;

namespace LeakAnalyzer.Package.Tests;

/// <summary>
/// A compiler server that is used only by the builds of this test run, and that ends with it. The builds are much faster with it, because it loads the
/// compiler and the packed analyzer only once.
/// </summary>
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
