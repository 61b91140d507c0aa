using LeakAnalyzer.CodeFixes;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.CodeFixes.FixAll;

/// <summary>Tests that fix-all has the same result in whichever order it gets the reports.</summary>
public class FixAllOrderTests
{
    [Theory]
    [InlineData("LEAK001.LinkToScope")]
    [InlineData("LEAK001.LinkToScopeAndJoin")]
    public Task Starts_That_Share_A_Source(string key) => IsSameInEachOrder(
        key,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = Task.Run(async () => await parent.ReadAsync());
                _ = Task.Run(async () => await parent.Completion);
                PumpAsync(parent);
                await Task.Delay(10, token);
            }

            private static async Task PumpAsync(ChannelReader<int> source) => await source.WaitToReadAsync();
        }
        """);

    [Theory]
    [InlineData("LEAK001.LinkToScope")]
    [InlineData("LEAK001.LinkToScopeAndJoin")]
    public Task Starts_In_Each_Other(string key) => IsSameInEachOrder(
        key,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = Task.Run(async () =>
                {
                    _ = Task.Run(async () => await parent.ReadAsync());
                    await parent.WaitToReadAsync();
                });
                _ = Task.Run(async () => await parent.Completion);
                await Task.Delay(10, token);
            }
        }
        """);

    [Theory]
    [InlineData("LEAK001.LinkToScope")]
    [InlineData("LEAK001.LinkToNewParameter")]
    public Task Scopes_In_Several_Files(string key) => IsSameInEachOrder(
        key,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = PumpAsync(parent);
                await Task.Delay(10);
            }

            public static async Task PumpAsync(ChannelReader<int> source)
            {
                await D.PumpOnAsync(source);
            }
        }
        """,
        """
        static class D
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = C.PumpAsync(parent);
                await AgainAsync();

                async Task AgainAsync()
                {
                    _ = PumpOnAsync(parent);
                    await Task.Delay(10);
                }
            }

            public static async Task PumpOnAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """);

    [Fact]
    public Task Scopes_With_Clashing_Names() => IsSameInEachOrder(
        "LEAK001.LinkToScope",
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                int linkedCts = 1;
                Action first = () =>
                {
                    _ = Task.Run(async () => await parent.ReadAsync());
                    Thread.Sleep(linkedCts);
                };
                Action second = () =>
                {
                    _ = Task.Run(async () => await parent.WaitToReadAsync());
                    Thread.Sleep(10);
                };
                _ = Task.Run(async () => await parent.Completion);
                first();
                second();
                Thread.Sleep(10);
            }
        }
        """);

    private static async Task IsSameInEachOrder(string key, params string[] sources)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        Project project = OfferedActions.ProjectOf(sources);
        string id = key.Split('.')[0];
        List<Diagnostic> reports = [.. (await OfferedActions.AnalyzeAsync(project, limit.Token)).Reports.Where(report => report.Id == id)];
        Assert.InRange(reports.Count, 2, 5);
        var results = new HashSet<string>();
        foreach (IReadOnlyList<Diagnostic> order in Orders(reports))
        {
            Solution changed = await OfferedActions.ApplyToAllAsync(key, order, project.Solution, limit.Token);
            results.Add(await OfferedActions.TextOfAsync(changed, limit.Token));
        }

        string result = Assert.Single(results);
        var after = await OfferedActions.AnalyzeAsync(OfferedActions.ProjectOf(result), limit.Token);
        Assert.Empty(after.Complaints.Where(complaint => complaint.Severity == DiagnosticSeverity.Error));
        Assert.Empty(after.Reports);
    }

    private static IEnumerable<IReadOnlyList<Diagnostic>> Orders(IReadOnlyList<Diagnostic> reports) => reports.Count == 0
        ? [[]]
        : reports.SelectMany(first => Orders([.. reports.Where(report => report != first)]).Select(rest => (IReadOnlyList<Diagnostic>)[first, .. rest]));
}
