using System.Collections.Immutable;
using LeakAnalyzer.Tests.Conventions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace LeakAnalyzer.Tests;

/// <summary>The assemblies that the code of a test references.</summary>
internal sealed class TestReferences
{
    public static readonly TestReferences Net80 = new([
        .. In("NetReferences"),
        .. In("AspNetReferences", "System.IO.Pipelines.dll")]);

    /// <summary>.NET 10, where <c>Task.WhenAll</c> and others have overloads that take a <c>params</c> span.</summary>
    public static readonly TestReferences Net100 = new([.. In("NewNetReferences")]);

    public static readonly TestReferences Hosting = new([
        .. Net80.Assemblies,
        .. In("AspNetReferences", "Microsoft.Extensions.*.dll")]);

    /// <summary>.NET 8 with pipelines, hosted services and ASP.NET Core.</summary>
    public static readonly TestReferences Web = new([
        .. Net80.Assemblies,
        .. In("AspNetReferences", "Microsoft.*.dll")]);

    /// <summary>.NET Standard 2.0 by itself, which has neither channels nor <c>ValueTask</c>.</summary>
    public static readonly TestReferences BareNetStandard20 = new([.. In("NetStandardReferences")]) { IsOld = true };

    /// <summary>.NET Standard 2.0 with the packages for channels and <c>ValueTask</c>.</summary>
    public static readonly TestReferences NetStandard20 = new([
        .. BareNetStandard20.Assemblies,
        .. In("ChannelsReferences"),
        .. In("TasksExtensionsReferences")]) { IsOld = true };

    public static readonly TestReferences Nothing = new([]);

    private TestReferences(ImmutableArray<MetadataReference> assemblies) => Assemblies = assemblies;

    public ImmutableArray<MetadataReference> Assemblies { get; }

    /// <summary>Whether the framework lacks namespaces that newer ones have.</summary>
    public bool IsOld { get; private init; }

    /// <summary>With this set, the testing library adds no assemblies by itself.</summary>
    public static ReferenceAssemblies None { get; } = new("none");

    private static IEnumerable<MetadataReference> In(string fact, string pattern = "*.dll")
    {
        string[] files = Directory.GetFiles(BuildFacts.Read(fact), pattern);
        Assert.NotEmpty(files);
        return files.Select(file => MetadataReference.CreateFromFile(file));
    }
}
