using System.Reflection;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Values that the build stores as assembly metadata in the tests' assembly.</summary>
internal static class BuildFacts
{
    /// <summary>Gets the root folder of the repository.</summary>
    public static string Repository { get; } = Read("Repository");

    public static string Configuration { get; } = Read("Configuration");

    /// <summary>Gets the version of the SDK without its prerelease label, such as <c>10.0.500</c> for the SDK <c>10.0.500-preview.1</c>.</summary>
    public static Version SdkVersion { get; } = Version.Parse(Read("SdkVersion").Split('-')[0]);

    /// <summary>Gets the folder into which the build has downloaded its packages.</summary>
    public static string PackageCache { get; } = Read("PackageCache");

    /// <summary>Gets the folder of the compiler that the build used, which also contains the MSBuild targets that call the compiler.</summary>
    public static string CompilerFolder { get; } = Read("CompilerFolder");

    private static string Read(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == key).Value!;
}
