using System.Collections.Immutable;
using LeakAnalyzer.Tests.Conventions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace LeakAnalyzer.Tests;

/// <summary>The assemblies against which a test's code is compiled. They are in the folder of restored packages.</summary>
internal sealed class TestReferences
{
    /// <summary>.NET 8 with pipelines.</summary>
    public static readonly TestReferences Net80 = new([
        .. In("NetReferences"),
        .. In("AspNetReferences", "System.IO.Pipelines.dll")]);

    /// <summary>.NET 8 with pipelines and hosted services.</summary>
    public static readonly TestReferences Hosting = new([
        .. Net80.Assemblies,
        .. In("AspNetReferences", "Microsoft.Extensions.*.dll")]);

    /// <summary>.NET 8 with pipelines and ASP.NET Core.</summary>
    public static readonly TestReferences Web = new([
        .. Net80.Assemblies,
        .. In("AspNetReferences", "Microsoft.*.dll")]);

    /// <summary>.NET Standard 2.0, which has neither channels nor <c>ValueTask</c>.</summary>
    public static readonly TestReferences BareNetStandard20 = new([.. In("NetStandardReferences")]) { IsOld = true };

    /// <summary>.NET Standard 2.0 with the package of channels.</summary>
    public static readonly TestReferences NetStandard20 = new([
        .. BareNetStandard20.Assemblies,
        .. In("ChannelsReferences"),
        .. In("TasksExtensionsReferences")]) { IsOld = true };

    public static readonly TestReferences Nothing = new([]);

    private TestReferences(ImmutableArray<MetadataReference> assemblies) => Assemblies = assemblies;

    public ImmutableArray<MetadataReference> Assemblies { get; }

    /// <summary>Whether the namespaces of newer frameworks are missing.</summary>
    public bool IsOld { get; private init; }

    /// <summary>The assemblies that the testing library would add by itself: none.</summary>
    public static ReferenceAssemblies None { get; } = new("none");

    private static IEnumerable<MetadataReference> In(string fact, string pattern = "*.dll")
    {
        string[] files = Directory.GetFiles(BuildFacts.Read(fact), pattern);
        Assert.NotEmpty(files);
        return files.Select(file => MetadataReference.CreateFromFile(file));
    }
}
