using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>A solution, with what the compiler and the analyzer say about it.</summary>
/// <param name="Solution">The solution.</param>
/// <param name="Complaints">The compiler's errors and warnings, and the exceptions of the analyzer (AD0001).</param>
/// <param name="Reports">The analyzer's reports, ordered by their positions.</param>
/// <param name="Documents">The documents that were analysed; null if all were.</param>
internal sealed record Snapshot(Solution Solution, ImmutableArray<Diagnostic> Complaints, ImmutableArray<Diagnostic> Reports, ImmutableHashSet<DocumentId>? Documents = null)
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new TaskLeakAnalyzer()];

    private static readonly ImmutableDictionary<string, ReportDiagnostic> s_severities =
        s_analyzers[0].SupportedDiagnostics.Where(rule => rule.IsEnabledByDefault).ToImmutableDictionary(rule => rule.Id, _ => ReportDiagnostic.Warn);

    /// <summary>Compiles and analyses all projects of a solution.</summary>
    public static async Task<Snapshot> OfAsync(Solution solution)
    {
        var all = new List<Diagnostic>();
        foreach (Project project in solution.Projects)
        {
            all.AddRange(await (await CompileAsync(project)).GetAllDiagnosticsAsync());
        }

        return Of(solution, all, documents: null);
    }

    /// <summary>Compiles and analyses some documents of a solution.</summary>
    public static async Task<Snapshot> OfAsync(Solution solution, IEnumerable<DocumentId> documents)
    {
        ImmutableHashSet<DocumentId> seen = [.. documents];
        var all = new List<Diagnostic>();
        foreach (IGrouping<ProjectId, DocumentId> group in seen.GroupBy(document => document.ProjectId))
        {
            CompilationWithAnalyzers compilation = await CompileAsync(solution.GetProject(group.Key)!);
            foreach (DocumentId document in group)
            {
                SyntaxTree tree = (await solution.GetDocument(document)!.GetSyntaxTreeAsync())!;
                SemanticModel model = compilation.Compilation.GetSemanticModel(tree);
                all.AddRange(model.GetDiagnostics());
                all.AddRange(await compilation.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None));
            }
        }

        return Of(solution, all, seen);
    }

    /// <summary>Adds further documents, unless all are there.</summary>
    public async Task<Snapshot> WithAsync(IEnumerable<DocumentId>? documents)
    {
        DocumentId[] more = [.. (documents ?? []).Where(document => Documents?.Contains(document) == false)];
        if (more.Length == 0)
        {
            return this;
        }

        Snapshot others = await OfAsync(Solution, more);
        return this with { Complaints = Complaints.AddRange(others.Complaints), Reports = Reports.AddRange(others.Reports), Documents = Documents!.Union(more) };
    }

    public Document? DocumentOf(Diagnostic diagnostic) => Solution.GetDocument(diagnostic.Location.SourceTree);

    public static bool IsReport(Diagnostic diagnostic) => s_severities.ContainsKey(diagnostic.Id);

    private static async Task<CompilationWithAnalyzers> CompileAsync(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        return compilation
            .WithOptions(compilation.Options.WithSpecificDiagnosticOptions(compilation.Options.SpecificDiagnosticOptions.SetItems(s_severities)))
            .WithAnalyzers(s_analyzers, new CompilationWithAnalyzersOptions(
                project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
    }

    private static Snapshot Of(Solution solution, IEnumerable<Diagnostic> diagnostics, ImmutableHashSet<DocumentId>? documents)
    {
        var seen = diagnostics.Where(diagnostic => !diagnostic.IsSuppressed && diagnostic.Severity >= DiagnosticSeverity.Warning).ToList();
        return new Snapshot(
            solution,
            [.. seen.Where(diagnostic => !IsReport(diagnostic))],
            [.. seen.Where(IsReport).OrderBy(report => report.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(report => report.Location.SourceSpan.Start)],
            documents);
    }
}
