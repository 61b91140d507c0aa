using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.GroundTruth;

/// <summary>
/// Tests that the sample OrderService leaks where its comments and the reports say so, and that neither OrderService.Fixed leaks nor the service after its
/// reports are fixed.
/// </summary>
public class SampleServiceTests
{
    private static readonly TimeSpan s_shortTimeout = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_longTimeout = TimeSpan.FromSeconds(10);

    private static readonly IReadOnlyList<SourceFile> s_files = SourceFile.ReadAll("SampleService/");

    private static readonly Lazy<Task<ProgramCode>> s_leaky = new(() => CodeAsync("OrderService"));
    private static readonly Lazy<Task<ProgramCode>> s_twin = new(() => CodeAsync("OrderService", "OrderService.Fixed"));
    private static readonly Lazy<Task<ProgramCode>> s_fixed = new(async () => await FixAllAsync(await s_leaky.Value));

    public static TheoryData<string> Scenarios =>
        [.. s_files.Where(file => file.Path.StartsWith("Scenarios/", StringComparison.Ordinal)).Select(file => Path.GetFileName(file.Path))];

    [Fact]
    public async Task The_Service_Has_A_Leak_Of_Each_Rule_And_Is_Reported_Where_It_Says_So()
    {
        ProgramCode leaky = await s_leaky.Value;

        Assert.Equal(s_files.Where(file => file.Path.StartsWith("OrderService/", StringComparison.Ordinal)).SelectMany(file => file.Reports()), leaky.ReportedLines());
        Assert.Equal(AllRules.FixableIds, leaky.Reports.Select(report => report.Id).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Its_Twin_Is_Not_Reported() => Assert.Empty((await s_twin.Value).Reports);

    [Fact]
    public async Task A_Fix_Of_All_Compiles_And_Leaves_No_Report()
    {
        ProgramCode fixedCode = await s_fixed.Value;

        Assert.Empty(fixedCode.CompilerMessages());
        Assert.True(fixedCode.Reports.IsEmpty, $"{string.Join("\n", fixedCode.Reports)}\n{await fixedCode.TextAsync()}");
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_Service_Leaves_Something(string scenario) =>
        Assert.NotEmpty((await RunAsync(await s_leaky.Value, scenario, s_shortTimeout)).Remains);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_Twin_And_The_Fixed_Service_Leave_Nothing_And_Give_The_Same(string scenario)
    {
        Execution twin = await RunAsync(await s_twin.Value, scenario, s_longTimeout);
        Execution fixedService = await RunAsync(await s_fixed.Value, scenario, s_longTimeout);

        Assert.Empty(twin.Remains);
        Assert.True(fixedService.Remains.Count == 0, $"{string.Join("\n", fixedService.Remains)}\n{await (await s_fixed.Value).TextAsync()}");
        Assert.Equal(twin.Result, fixedService.Result);
    }

    private static async Task<Execution> RunAsync(ProgramCode code, string scenario, TimeSpan timeout)
    {
        SourceFile file = s_files.Single(file => file.Path == $"Scenarios/{scenario}");
        return await Execution.OfAsync((await code.Project.AddDocument(file.Path, file.Text).Project.GetCompilationAsync())!, timeout);
    }

    /// <summary>Gets the files of some folders as a project. A later folder's file replaces one of the same name.</summary>
    private static Task<ProgramCode> CodeAsync(params string[] folders)
    {
        IEnumerable<SourceFile> files = folders
            .SelectMany(folder => s_files.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal)))
            .GroupBy(file => Path.GetFileName(file.Path)).Where(same => same.Key != "Program.cs").Select(same => same.Last());
        return ProgramCode.OfServiceAsync(files);
    }

    private static async Task<ProgramCode> FixAllAsync(ProgramCode code)
    {
        var provider = new LeakFix();
        var context = new FixAllContext(
            code.Project.Documents.First(), provider, FixAllScope.Project, codeActionEquivalenceKey: null, AllRules.FixableIds, new Reports(code), CancellationToken.None);
        CodeAction action = (await provider.GetFixAllProvider().GetFixAsync(context))!;
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        return await ProgramCode.OfAsync(operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(code.Project.Id)!);
    }

    private sealed class Reports(ProgramCode code) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(code.Reports);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return code.Reports.Where(report => report.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
