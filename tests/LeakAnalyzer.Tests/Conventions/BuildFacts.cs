using System.Reflection;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Facts that the build has written for the tests (Facts.props).</summary>
internal static class BuildFacts
{
    public static string TestedRoslynVersion { get; } = Read("TestedRoslynVersion");

    public static string RepositoryRoot { get; } = Read("RepositoryRoot");

    /// <summary>Reads a fact by its name in Facts.props.</summary>
    public static string Read(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == key).Value!;
}
