using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes;

/// <summary>
/// Fixes all diagnostics of a document, project or solution together, so that a change that several of them need is made only once. If the user hasn't chosen
/// an action, each report is fixed by the first action that is offered for it.
/// </summary>
internal sealed class SolutionFixAllProvider : FixAllProvider
{
    /// <summary>The maximum number of rounds in <see cref="FixEachAsync"/>.</summary>
    private const int MostPlans = 32;

    public static SolutionFixAllProvider Instance { get; } = new();

    /// <inheritdoc/>
    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(CodeAction.Create(
        $"Fix all '{string.Join("', '", fixAllContext.DiagnosticIds)}'",
        cancellationToken => FixAllAsync(fixAllContext.WithCancellationToken(cancellationToken)),
        fixAllContext.CodeActionEquivalenceKey));

    private static async Task<Solution> FixAllAsync(FixAllContext context)
    {
        ImmutableArray<Diagnostic> diagnostics = (await DiagnosticsAsync(context).ConfigureAwait(false)).RemoveAll(diagnostic => IsGenerated(diagnostic, context.Solution));
        IReadOnlyList<LeakReport> reports = await ReportsAsync(diagnostics, context.Solution, context.CancellationToken).ConfigureAwait(false);
        if (await ChosenKindAsync(context).ConfigureAwait(false) is { } chosen)
        {
            var asking = reports.Where(report => report.Remedy.Fixes.Contains(chosen) && LeakFix.KeyOf(report.Id, chosen) == context.CodeActionEquivalenceKey).ToList();
            SolutionEdits edits = await LeakFix.PlanAsync(chosen, asking, context.Solution, context.CancellationToken).ConfigureAwait(false);
            return await edits.ApplyAsync(context.CancellationToken).ConfigureAwait(false);
        }

        return await FixEachAsync(reports, diagnostics, context).ConfigureAwait(false);
    }

    private static bool IsGenerated(Diagnostic diagnostic, Solution solution) => solution.GetDocument(diagnostic.Location.SourceTree) is SourceGeneratedDocument;

    /// <summary>
    /// Gets the kind of fix that the user has chosen, or null. <c>dotnet format</c> may pass a key that no user has chosen; it is recognized because it alone
    /// returns project diagnostics with source locations.
    /// </summary>
    private static async Task<FixKind?> ChosenKindAsync(FixAllContext context)
    {
        if (context.CodeActionEquivalenceKey?.Split('.') is not [var id, var name] || !context.DiagnosticIds.Contains(id) || !Enum.TryParse(name, out FixKind kind))
        {
            return null;
        }

        ImmutableArray<Diagnostic> ofProject = await context.GetProjectDiagnosticsAsync(context.Project).ConfigureAwait(false);
        return ofProject.Any(diagnostic => diagnostic.Location.IsInSource) ? null : kind;
    }

    /// <summary>Fixes each report by the first action that is offered for it. Each round makes one kind of fix, and then analyzes the code again.</summary>
    private static async Task<Solution> FixEachAsync(IReadOnlyList<LeakReport> reports, ImmutableArray<Diagnostic> diagnostics, FixAllContext context)
    {
        Solution solution = context.Solution;
        HashSet<DocumentId> documents = [.. diagnostics.Select(diagnostic => solution.GetDocumentId(diagnostic.Location.SourceTree)).OfType<DocumentId>()];
        for (int plan = 0; plan < MostPlans; plan++)
        {
            var byKind = new SortedDictionary<FixKind, List<LeakReport>>();
            foreach (LeakReport report in reports)
            {
                if (await FirstKindAsync(report, solution, context.CancellationToken).ConfigureAwait(false) is { } first)
                {
                    (byKind.TryGetValue(first, out List<LeakReport>? same) ? same : byKind[first] = []).Add(report);
                }
            }

            if (byKind.Count == 0)
            {
                break;
            }

            (FixKind kind, List<LeakReport> asking) = (byKind.First().Key, byKind.First().Value);
            SolutionEdits edits = await LeakFix.PlanAsync(kind, asking, solution, context.CancellationToken).ConfigureAwait(false);
            solution = await edits.ApplyAsync(context.CancellationToken).ConfigureAwait(false);
            IReadOnlyList<Diagnostic> left = await AnalyzeAsync(documents, context.DiagnosticIds, solution, context.CancellationToken).ConfigureAwait(false);
            reports = await ReportsAsync(left, solution, context.CancellationToken).ConfigureAwait(false);
        }

        return solution;
    }

    private static async Task<FixKind?> FirstKindAsync(LeakReport report, Solution solution, CancellationToken cancellationToken)
    {
        foreach (FixKind kind in report.Remedy.Fixes)
        {
            if (!(await LeakFix.PlanAsync(kind, [report], solution, cancellationToken).ConfigureAwait(false)).IsEmpty)
            {
                return kind;
            }
        }

        return null;
    }

    private static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(IEnumerable<DocumentId> documents, ImmutableHashSet<string> ids, Solution solution, CancellationToken cancellationToken)
    {
        var diagnostics = new List<Diagnostic>();
        foreach (DocumentId id in documents)
        {
            Document document = solution.GetDocument(id)!;
            if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } semantics)
            {
                CompilationWithAnalyzers analysis = semantics.Compilation.WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(new TaskLeakAnalyzer()), document.Project.AnalyzerOptions);
                ImmutableArray<Diagnostic> found = await analysis.GetAnalyzerSemanticDiagnosticsAsync(semantics, filterSpan: null, cancellationToken).ConfigureAwait(false);
                diagnostics.AddRange(found.Where(diagnostic => ids.Contains(diagnostic.Id)));
            }
        }

        return diagnostics;
    }

    private static async Task<IReadOnlyList<LeakReport>> ReportsAsync(IEnumerable<Diagnostic> diagnostics, Solution solution, CancellationToken cancellationToken)
    {
        // The reports are sorted by their position in the code, because the first one gets the first choice of names for new variables.
        List<ProjectId> projects = [.. solution.ProjectIds];
        var inOrder = from diagnostic in diagnostics
                      let document = solution.GetDocument(diagnostic.Location.SourceTree)
                      where document is not null
                      let place = diagnostic.Location.SourceSpan
                      orderby projects.IndexOf(document.Project.Id), document.Project.DocumentIds.ToList().IndexOf(document.Id), place
                      select (document, diagnostic.Id, place);

        // If several projects share a file, a fix changes the file for all of them. So only the reports of the project with the most reports in the
        // file are fixed.
        var chosen =
            from report in inOrder
            group report by report.document.Id into ofDocument
            group ofDocument.ToList() by ofDocument.First().document.FilePath ?? ofDocument.Key.ToString() into ofFile
            from report in ofFile.OrderByDescending(found => found.Count).First()
            select report;
        var reports = new List<LeakReport>();
        foreach ((Document document, string id, TextSpan place) in chosen)
        {
            if (await SharedFile.OldestAsync(document, place.Start, cancellationToken).ConfigureAwait(false) is { } poorest
                && await ReportReader.ReadAsync(id, place, poorest, cancellationToken).ConfigureAwait(false) is { } report)
            {
                reports.Add(report);
            }
        }

        return reports;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(FixAllContext context)
    {
        switch (context.Scope)
        {
            case FixAllScope.Document when context.Document is { } document:
                return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);

            case FixAllScope.Project:
                return await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false);

            case FixAllScope.Solution:
                ImmutableArray<Diagnostic>.Builder all = ImmutableArray.CreateBuilder<Diagnostic>();
                foreach (Project project in context.Solution.Projects.Where(project => project.Language == context.Project.Language))
                {
                    all.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
                }

                return all.ToImmutable();

            default:
                return ImmutableArray<Diagnostic>.Empty;
        }
    }
}
