using LeakAnalyzer.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.Tests.CodeFixes;

/// <summary>
/// Tests fix-all as <c>dotnet format</c> uses it: for one rule after the other, with the equivalence key of the first report's action. The order of the rules
/// must not matter.
/// </summary>
public class CommandLineTests
{
    [Fact]
    public async Task Each_Rule_Is_Fixed_In_One_Run_And_In_Any_Order()
    {
        string[] ids = AllRulesCode.Ids;
        string[] results =
        [
            await FormatAsync(AllRulesCode.Text, ids, firstReport: 0),
            await FormatAsync(AllRulesCode.Text, [.. ids.Reverse()], firstReport: 1),
            await FormatAsync(AllRulesCode.Text, [.. ids.Skip(5), .. ids.Take(5)], firstReport: 6),
        ];

        Assert.Single(results.Distinct());
        var after = await OfferedActions.AnalyzeAsync(OfferedActions.ProjectOf(results[0]), CancellationToken.None);
        Assert.Empty(after.Complaints.Where(complaint => complaint.Severity == DiagnosticSeverity.Error));
        Assert.Equal(AllRulesCode.Left, Assert.Single(after.Reports).Id);

        // The wait and the delay of the same method share one new CancellationTokenSource.
        Assert.Equal(2, results[0].Split("scopeCts = new").Length);
    }

    [Fact]
    public async Task Only_The_Rules_That_Are_Asked_For_Are_Fixed()
    {
        string result = await FormatAsync(AllRulesCode.Text, ["LEAK007"], firstReport: 0);

        Assert.Equal(AllRulesCode.Text.Replace("var cts = Canc", "using var cts = Canc", StringComparison.Ordinal), result);
    }

    /// <summary>If the user has chosen an action in the editor, fix-all applies only that action.</summary>
    [Fact]
    public async Task A_Chosen_Action_Is_The_Only_One()
    {
        Project project = OfferedActions.ProjectOf(AllRulesCode.Text);
        var reports = (await OfferedActions.AnalyzeAsync(project, CancellationToken.None)).Reports;
        Solution changed = await OfferedActions.ApplyToAllAsync("LEAK001.PassToken", reports, project.Solution, CancellationToken.None);

        Assert.Equal(
            AllRulesCode.Text.Replace("token) => _ = Task.Run(async () => await reader.ReadAsync())", "token) => _ = Task.Run(async () => await reader.ReadAsync(token))", StringComparison.Ordinal),
            await OfferedActions.TextOfAsync(changed, CancellationToken.None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("LEAK003.CancelBeforeDispose")]
    [InlineData("Other.Key")]
    public async Task Nobodys_Key_Means_The_First_Action_Of_Each_Report(string? key)
    {
        const string Code = """
            static class C
            {
                public static void Passed(ChannelReader<int> reader, CancellationToken token) => _ = Task.Run(async () => await reader.ReadAsync());
            }
            """;
        Project project = OfferedActions.ProjectOf(Code);
        var reports = (await OfferedActions.AnalyzeAsync(project, CancellationToken.None)).Reports;
        Solution changed = await ApplyAsync(key, "LEAK001", new EditorHost(reports), project.Solution);

        Assert.Contains("ReadAsync(token)", await OfferedActions.TextOfAsync(changed, CancellationToken.None), StringComparison.Ordinal);
    }

    private static async Task<string> FormatAsync(string code, IReadOnlyList<string> ids, int firstReport)
    {
        Solution solution = OfferedActions.ProjectOf(code).Solution;
        foreach (string id in ids)
        {
            var reports = (await OfferedActions.AnalyzeAsync(solution.Projects.Single(), CancellationToken.None)).Reports;
            Diagnostic first = reports[firstReport % reports.Length];
            string? key = (await OfferedActions.ForAsync(first, solution, CancellationToken.None)).FirstOrDefault()?.EquivalenceKey;
            solution = await ApplyAsync(key, id, new CommandLineHost(reports), solution);
        }

        return await OfferedActions.TextOfAsync(solution, CancellationToken.None);
    }

    private static async Task<Solution> ApplyAsync(string? key, string id, FixAllContext.DiagnosticProvider host, Solution solution)
    {
        var provider = new LeakFix();
        Document document = solution.Projects.Single().Documents.First();
        var context = new FixAllContext(document, provider, FixAllScope.Solution, key!, [id], host, CancellationToken.None);
        CodeAction action = (await provider.GetFixAllProvider().GetFixAsync(context))!;
        return await OfferedActions.ApplyAsync(action, CancellationToken.None);
    }

    /// <summary>Passes all diagnostics to fix-all, whichever are requested, as <c>dotnet format</c> does.</summary>
    private sealed class CommandLineHost(IEnumerable<Diagnostic> reports) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(reports);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult(reports);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(reports);
    }

    /// <summary>Passes diagnostics to fix-all as an editor does, which has none for the project as a whole.</summary>
    private sealed class EditorHost(IEnumerable<Diagnostic> reports) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(reports);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult(reports);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
