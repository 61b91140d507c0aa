using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.CodeFixes;

/// <summary>Analyses a project, and gets and applies the actions that are offered for the reports.</summary>
internal static class OfferedActions
{
    private static readonly LeakFix s_provider = new();

    /// <summary>Creates a project of the files, with global <c>using</c> directives.</summary>
    public static Project ProjectOf(params IEnumerable<string> sources)
    {
        Project project = new AdhocWorkspace().CurrentSolution
            .AddProject("Project", "Project", LanguageNames.CSharp)
            .WithMetadataReferences(TestReferences.Net80.Assemblies)
            .WithParseOptions(new CSharpParseOptions(Setup.Default.Language, DocumentationMode.Diagnose))
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        string usings = FixTest.Usings.Replace("using", "global using", StringComparison.Ordinal);
        project = project.AddDocument("Usings.cs", SourceText.From(usings), filePath: "/Usings.cs").Project;
        int number = 0;
        foreach (string source in sources)
        {
            string name = $"File{number++}.cs";
            project = project.AddDocument(name, SourceText.From(source), filePath: "/" + name).Project;
        }

        return project;
    }

    /// <summary>Gets the analyzer's reports, and the compiler's errors and warnings.</summary>
    public static async Task<(ImmutableArray<Diagnostic> Reports, ImmutableArray<Diagnostic> Complaints)> AnalyzeAsync(Project project, CancellationToken cancellationToken)
    {
        Compilation compilation = (await project.GetCompilationAsync(cancellationToken))!;
        ImmutableArray<Diagnostic> reports = await compilation.WithAnalyzers([new TaskLeakAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return (
            [.. reports.OrderBy(report => report.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(report => report.Location.SourceSpan)],
            ComplaintsAbout(compilation, cancellationToken));
    }

    public static async Task<ImmutableArray<Diagnostic>> ComplaintsAboutAsync(Project project, CancellationToken cancellationToken) =>
        ComplaintsAbout((await project.GetCompilationAsync(cancellationToken))!, cancellationToken);

    public static async Task<IReadOnlyList<CodeAction>> ForAsync(Diagnostic report, Solution solution, CancellationToken cancellationToken)
    {
        var actions = new List<CodeAction>();
        Document document = solution.GetDocument(report.Location.SourceTree)!;
        await s_provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => actions.Add(action), cancellationToken));

        return actions;
    }

    public static async Task<Solution> ApplyAsync(CodeAction action, CancellationToken cancellationToken) =>
        (await action.GetOperationsAsync(cancellationToken)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    /// <summary>Applies fix-all to the reports in the given order, and returns the changed solution.</summary>
    public static async Task<Solution> ApplyToAllAsync(string key, IReadOnlyList<Diagnostic> reports, Solution solution, CancellationToken cancellationToken)
    {
        var context = new FixAllContext(
            solution.GetDocument(reports[0].Location.SourceTree)!, s_provider, FixAllScope.Solution, key, s_provider.FixableDiagnosticIds, new Known(reports), cancellationToken);
        CodeAction action = (await s_provider.GetFixAllProvider().GetFixAsync(context))!;
        return await ApplyAsync(action, cancellationToken);
    }

    /// <summary>Gets the texts of all files, joined into one.</summary>
    public static async Task<string> TextOfAsync(Solution solution, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (Document document in solution.Projects.SelectMany(project => project.Documents).Where(document => document.Name != "Usings.cs"))
        {
            texts.Add((await document.GetTextAsync(cancellationToken)).ToString());
        }

        return string.Join('\n', texts);
    }

    private static ImmutableArray<Diagnostic> ComplaintsAbout(Compilation compilation, CancellationToken cancellationToken) =>
        [.. compilation.GetDiagnostics(cancellationToken).Where(complaint => complaint.Severity >= DiagnosticSeverity.Warning && complaint.Id != "CS1998")];

    private sealed class Known(IReadOnlyList<Diagnostic> reports) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(reports.Where(report => project.Solution.GetDocument(report.Location.SourceTree)?.Project.Id == project.Id));

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(reports.Where(report => document.Project.Solution.GetDocument(report.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
