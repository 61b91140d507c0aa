using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using LeakAnalyzer.Benchmarks.Speed;
using LeakAnalyzer.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Benchmarks.Editor;

/// <summary>
/// Measures how long an editor waits for the light bulb of one report in a file of 5,000 lines that the compiler has already bound.
/// </summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 1, iterationCount: 30, invocationCount: 1)]
[MinColumn, MedianColumn, MaxColumn]
public class LightBulbBenchmarks
{
    private readonly LeakFix _provider = new();
    private Document _document = null!;
    private TextSpan _place;
    private int _edits;

    [Params("LEAK001", "LEAK002", "LEAK003", "LEAK004", "LEAK005", "LEAK006", "LEAK007", "LEAK008", "LEAK009", "LEAK010")]
    public string Id { get; set; } = "";

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _document = new AdhocWorkspace().CurrentSolution
            .AddProject("Edited", "Edited", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .AddMetadataReferences(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)))
            .AddDocument("Long.cs", LongCode.Text());
        Compilation compilation = (await _document.Project.GetCompilationAsync())!;
        ImmutableArray<Diagnostic> reports = await compilation.WithAnalyzers([new TaskLeakAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Diagnostic[] ofRule = [.. reports.Where(report => report.Id == Id).OrderBy(report => report.Location.SourceSpan.Start)];
        _place = ofRule[ofRule.Length / 2].Location.SourceSpan;
        await BindAsync();
    }

    /// <summary>Adds a line at the end of the file and binds the file again, outside the measured time.</summary>
    [IterationSetup(Target = nameof(AfterEdit))]
    public void Edit() => EditAsync().GetAwaiter().GetResult();

    /// <summary>The editor asks for the fixes of a report a second time.</summary>
    [Benchmark(Description = "asked again")]
    public Task<int> AskedAgain() => OfferedAsync();

    /// <summary>The editor asks for the fixes of a report for the first time after an edit.</summary>
    [Benchmark(Description = "after an edit")]
    public Task<int> AfterEdit() => OfferedAsync();

    private async Task EditAsync()
    {
        SourceText text = await _document.GetTextAsync();
        _document = _document.WithText(text.Replace(text.Length, 0, $"// {_edits++}\n"));
        await BindAsync();
    }

    private async Task BindAsync() => (await _document.GetSemanticModelAsync())!.GetDiagnostics();

    private async Task<int> OfferedAsync()
    {
        SyntaxTree tree = (await _document.GetSyntaxTreeAsync())!;
        var report = Diagnostic.Create(new TaskLeakAnalyzer().SupportedDiagnostics.First(rule => rule.Id == Id), Location.Create(tree, _place));
        int offered = 0;
        await _provider.RegisterCodeFixesAsync(new CodeFixContext(_document, report, (_, _) => offered++, CancellationToken.None));
        return offered > 0 ? offered : throw new InvalidOperationException($"No action is offered for {Id}.");
    }
}
