using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.CodeFixes;

/// <summary>
/// Fixes all diagnostics of a document, project or solution by one plan: a change that two of them ask for is made once, in whichever
/// document it is.
/// </summary>
internal sealed class SolutionFixAllProvider(LeakFix fix) : FixAllProvider
{
    /// <inheritdoc/>
    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(CodeAction.Create(
        $"Fix all '{string.Join("', '", fixAllContext.DiagnosticIds)}'",
        cancellationToken => FixAllAsync(fixAllContext.WithCancellationToken(cancellationToken)),
        fixAllContext.CodeActionEquivalenceKey));

    private async Task<Solution> FixAllAsync(FixAllContext context)
    {
        IReadOnlyList<LeakReport> reports = await ReportsAsync(context).ConfigureAwait(false);
        SolutionEdits edits = await fix.PlanAllAsync(context.CodeActionEquivalenceKey, reports, context.Solution, context.CancellationToken).ConfigureAwait(false);
        return await edits.ApplyAsync(context.CancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<LeakReport>> ReportsAsync(FixAllContext context)
    {
        var reports = new List<LeakReport>();
        foreach (Diagnostic diagnostic in await DiagnosticsAsync(context).ConfigureAwait(false))
        {
            if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document && LeakReport.Read(diagnostic, document) is { } report)
            {
                reports.Add(report);
            }
        }

        // Who comes first has the choice of names, so the reports come in the order of the code, in whichever order they were made.
        List<ProjectId> projects = [.. context.Solution.ProjectIds];
        var inOrder = from report in reports
                      orderby projects.IndexOf(report.Document.Project.Id), report.Document.Project.DocumentIds.ToList().IndexOf(report.Document.Id), report.Start
                      select report;

        // A file that several projects share is read as the one that reports most in it does.
        IEnumerable<LeakReport> chosen =
            from report in inOrder
            group report by report.Document.Id into ofDocument
            group ofDocument.ToList() by ofDocument.First().Document.FilePath ?? ofDocument.Key.ToString() into ofFile
            from report in ofFile.OrderByDescending(found => found.Count).First()
            select report;
        var written = new List<LeakReport>();
        foreach (LeakReport report in chosen)
        {
            if (await SharedFile.PoorestAsync(report.Document, report.Start.Start, context.CancellationToken).ConfigureAwait(false) is { } document)
            {
                written.Add(report with { Document = document });
            }
        }

        return written;
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
