using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>A code action that is offered for a report.</summary>
/// <param name="Report">The report.</param>
/// <param name="Document">The document that contains the report.</param>
/// <param name="Action">The code action.</param>
internal sealed record Offer(Diagnostic Report, Document Document, CodeAction Action)
{
    private static readonly LeakFix s_provider = new();

    /// <summary>Gets the action's equivalence key, such as <c>LEAK001.LinkToScope</c>.</summary>
    public string Key => Action.EquivalenceKey ?? "";

    /// <summary>Gets the kind of fix, which is the last part of the key.</summary>
    public FixKind Kind => Enum.Parse<FixKind>(Key[(Key.IndexOf('.', StringComparison.Ordinal) + 1)..]);

    /// <summary>Gets all actions that are offered for a report.</summary>
    public static async Task<ImmutableArray<Offer>> ForAsync(Diagnostic report, Document document)
    {
        var offers = ImmutableArray.CreateBuilder<Offer>();
        var context = new CodeFixContext(document, report, (action, _) => offers.Add(new Offer(report, document, action)), CancellationToken.None);
        await s_provider.RegisterCodeFixesAsync(context);

        return offers.ToImmutable();
    }

    public Task<Solution> ApplyAsync() => ApplyAsync(Action, Document.Project.Solution);

    /// <summary>Applies fix-all with this action to the reports in their order. Returns the unchanged solution if fix-all does nothing.</summary>
    public async Task<Solution> ApplyToAllAsync(FixAllScope scope, ImmutableArray<Diagnostic> reports)
    {
        var context = new FixAllContext(
            Document, s_provider, scope, Key, s_provider.FixableDiagnosticIds, new Reports(reports, Document.Project.Solution), CancellationToken.None);
        CodeAction? action = await s_provider.GetFixAllProvider().GetFixAsync(context);
        return action is null ? Document.Project.Solution : await ApplyAsync(action, Document.Project.Solution);
    }

    private static async Task<Solution> ApplyAsync(CodeAction action, Solution solution)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        return operations.OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution ?? solution;
    }

    private sealed class Reports(ImmutableArray<Diagnostic> reports, Solution solution) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Where(document => document.Project.Id == project.Id);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Where(other => other.Id == document.Id);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);

        private Task<IEnumerable<Diagnostic>> Where(Func<Document, bool> isMeant) =>
            Task.FromResult(reports.Where(report => isMeant(solution.GetDocument(report.Location.SourceTree)!)));
    }
}
