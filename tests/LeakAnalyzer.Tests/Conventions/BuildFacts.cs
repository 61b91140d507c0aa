using System.Reflection;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Values that the build stores as assembly metadata in the tests' assembly; see Facts.props.</summary>
internal static class BuildFacts
{
    public static string TestedRoslynVersion { get; } = Read("TestedRoslynVersion");

    public static string RepositoryRoot { get; } = Read("RepositoryRoot");

    /// <summary>Gets the value that Facts.props stores under a name.</summary>
    public static string Read(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == key).Value!;
}
