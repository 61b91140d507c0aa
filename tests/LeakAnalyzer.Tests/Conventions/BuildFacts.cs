using System.Reflection;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>What the build told the tests about itself (Facts.props).</summary>
internal static class BuildFacts
{
    public static string TestedRoslynVersion { get; } = Read("TestedRoslynVersion");

    public static string RepositoryRoot { get; } = Read("RepositoryRoot");

    /// <summary>A fact by its name in Facts.props.</summary>
    public static string Read(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == key).Value!;
}
