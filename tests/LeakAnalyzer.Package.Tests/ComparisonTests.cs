using System.Text.RegularExpressions;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Tests the README's table that compares the rules with those of other analyzers.</summary>
public partial class ComparisonTests
{
    private const string Packages = """
        <PackageReference Include="Microsoft.CodeAnalysis.NetAnalyzers" Version="11.0.100" PrivateAssets="all" />
        <PackageReference Include="Microsoft.VisualStudio.Threading.Analyzers" Version="18.12.1" PrivateAssets="all" />
        <PackageReference Include="Meziantou.Analyzer" Version="3.0.321" PrivateAssets="all" />
        """;

    private static readonly string[] s_others = ["CA2016", "CA2025", "CA2027", "VSTHRD110", "MA0134", "MA0040"];

    /// <summary>The rows of the table, each with an example: the members of a class.</summary>
    private static readonly (string Row, string Code)[] s_rows =
    [
        ("a task is called and dropped, and waits for ever", "void M(ChannelReader<int> parent) { Task.Run(async () => await parent.ReadAsync()); }"),
        ("the same with `_ =`", "void M(ChannelReader<int> parent) { _ = Task.Run(async () => await parent.ReadAsync()); }"),
        ("a task is called and dropped, and ends by itself", "void M() { Task.Run(() => Console.WriteLine()); }"),
        ("a token is there, and an awaited call doesn't get it", "async Task M(ChannelReader<int> parent, CancellationToken token) { await parent.ReadAsync(); }"),
        ("a task with the caller's token goes on when its method is over",
            "async Task M(ChannelReader<int> parent, CancellationToken token) { _ = Task.Run(async () => await parent.ReadAsync(token)); await Task.Delay(1, token); }"),
        ("a source is disposed and not cancelled",
            """
            async Task M(ChannelReader<int> parent, CancellationToken token)
            {
                using var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linked = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(linked));
                await Task.Delay(1, token);
            }
            """),
        ("a task runs an endless loop", "void M() { _ = Task.Run(async () => { while (true) { await Task.Delay(1000); } }); }"),
        ("a read that loses a race takes the next item", "async Task<int> M(ChannelReader<int> parent, TimeSpan timeout) => await parent.ReadAsync().AsTask().WaitAsync(timeout);"),
        ("a channel is left uncompleted on one path",
            """
            async Task<int> M(bool isBad)
            {
                Channel<int> rows = Channel.CreateUnbounded<int>();
                Task<int> sum = SumAsync(rows.Reader);
                if (isBad) { return -1; }
                rows.Writer.Complete();
                return await sum;
            }
            async Task<int> SumAsync(ChannelReader<int> rows) { int sum = 0; await foreach (int row in rows.ReadAllAsync()) { sum += row; } return sum; }
            """),
        ("a linked source is lost", "async Task M(CancellationToken token) => await Task.Delay(1000, CancellationTokenSource.CreateLinkedTokenSource(token).Token);"),
        ("a callback stays with a token", "async Task M(CancellationToken token) { token.Register(() => Console.WriteLine()); await Task.Delay(1, token); }"),
        ("a delay that stands in `WhenAny` loses",
            "async Task M(Task work, TimeSpan timeout) { if (await Task.WhenAny(work, Task.Delay(timeout)) != work) { throw new TimeoutException(); } }"),
        ("a delay that stands in a local loses",
            "async Task M(Task work, TimeSpan timeout) { Task delay = Task.Delay(timeout); if (await Task.WhenAny(work, delay) == delay) { throw new TimeoutException(); } }"),
        ("a task outlives its disposable object",
            """
            readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            Task? _task;
            void Start(CancellationToken token) { _task = Task.Run(async () => await _items.Reader.ReadAsync(token)); }
            public void Write(int item) => _items.Writer.TryWrite(item);
            public void Dispose() { }
            """),
        ("a task uses what its method has disposed",
            "Task M() { using var stream = new MemoryStream(); return UseAsync(stream); } async Task UseAsync(MemoryStream stream) { await Task.Yield(); stream.WriteByte(1); }"),
    ];

    [Fact]
    public async Task Each_Row_Of_The_Readme_Is_What_The_Analyzers_Say()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(ProjectKind.Net with { References = Packages });
        project.Code = "";
        for (int row = 0; row < s_rows.Length; row++)
        {
            string bases = s_rows[row].Code.Contains("Dispose()", StringComparison.Ordinal) ? " : IDisposable" : "";
            project.Write($"Row{row:00}.cs", $"using System.Threading.Channels;\npublic sealed class Row{row}{bases}\n{{\n{PublicMethod().Replace(s_rows[row].Code, "public $0", 1)}\n}}\n");
        }

        project.Write(".editorconfig", "[*.cs]\ndotnet_analyzer_diagnostic.severity = none\ndotnet_analyzer_diagnostic.category-LeakAnalyzer.severity = warning\n"
            + string.Concat(s_others.Select(id => $"dotnet_diagnostic.{id}.severity = warning\n")));
        CommandResult build = await project.BuildAsync("-p:NoWarn=CS4014%3BCS1998", "-p:_SkipUpgradeNetAnalyzersNuGetWarning=true");

        build.MustSucceed();
        ILookup<int, string> said = Report().Matches(build.Output).ToLookup(report => int.Parse(report.Groups["row"].Value), report => report.Groups["id"].Value);
        Assert.Equal(Table(), s_rows.Select((row, number) => string.Join(" | ", [row.Row, .. Cells(said[number])])));
    }

    /// <summary>Gets the cells of a row from the ids of the rules that report its code.</summary>
    private static string[] Cells(IEnumerable<string> said) =>
    [
        string.Join(", ", said.Where(id => id.StartsWith("LEAK", StringComparison.Ordinal)).Distinct()),
        .. s_others.Select(id => said.Contains(id) ? "yes" : ""),
    ];

    private static IEnumerable<string> Table() => File.ReadAllLines(Path.Combine(BuildFacts.Repository, "README.md"))
        .SkipWhile(line => !line.StartsWith("| code | LeakAnalyzer", StringComparison.Ordinal)).Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => string.Join(" | ", line.Split('|')[1..^1].Select(cell => cell.Trim())));

    [GeneratedRegex(@"^(?:async )?(?:Task|void)")]
    private static partial Regex PublicMethod();

    [GeneratedRegex(@"Row(?<row>\d\d)\.cs\(\d+,\d+\): warning (?<id>[A-Z]+\d+)")]
    private static partial Regex Report();
}
