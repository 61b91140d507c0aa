using System.Collections.Immutable;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that the analyzer doesn't look into the source of another project: a build can't see it, and must report the same as an editor.</summary>
public class ReferencedProjectTests
{
    private const string Usings = "using System.Threading; using System.Threading.Channels; using System.Threading.Tasks; ";
    private const string Pump = "public static class Library { public static async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync(); }";
    private const string Caller = "class Subject { public void Scope(ChannelReader<int> reader) { _ = Library.PumpAsync(reader); } }";

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Its_Waits_Are_Not_Seen(bool isOfOtherFramework, bool isSource)
    {
        CSharpCompilation library = Compile("Library", Pump, (isOfOtherFramework ? TestReferences.NetStandard20 : TestReferences.Net80).Assemblies);
        CSharpCompilation caller = Compile("Caller", Caller, [.. TestReferences.Net80.Assemblies, isSource ? library.ToMetadataReference() : Image(library)]);

        Assert.Empty(await ReportsAsync(caller));
    }

    [Fact]
    public async Task The_Same_Method_Of_The_Project_Itself_Is_Reported() =>
        Assert.Equal(UngovernedWait.Id, Assert.Single(await ReportsAsync(Compile("Caller", Pump + Caller, TestReferences.Net80.Assemblies))).Id);

    private static CSharpCompilation Compile(string name, string code, ImmutableArray<MetadataReference> references)
    {
        var compilation = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(Usings + code, path: $"/{name}.cs")], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(compilation.GetDiagnostics(), message => message.Severity == DiagnosticSeverity.Error);
        return compilation;
    }

    private static PortableExecutableReference Image(CSharpCompilation library)
    {
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static Task<ImmutableArray<Diagnostic>> ReportsAsync(CSharpCompilation compilation) =>
        compilation.WithAnalyzers([new TaskLeakAnalyzer()]).GetAnalyzerDiagnosticsAsync();
}
