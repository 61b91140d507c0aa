using System.Reflection;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Facts that the build has written into the assembly of the tests.</summary>
internal static class BuildFacts
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = Read("Repository");

    public static string Configuration { get; } = Read("Configuration");

    /// <summary>The version of the SDK without a prerelease label: <c>10.0.500</c> for the SDK <c>10.0.500-preview.1</c>.</summary>
    public static Version SdkVersion { get; } = Version.Parse(Read("SdkVersion").Split('-')[0]);

    /// <summary>The folder of downloaded packages that the build used.</summary>
    public static string PackageCache { get; } = Read("PackageCache");

    /// <summary>The folder of the compiler that the build used, with the build's targets for it.</summary>
    public static string CompilerFolder { get; } = Read("CompilerFolder");

    private static string Read(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == key).Value!;
}
