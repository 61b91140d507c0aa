using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>
/// Tests code that is difficult to move into a block, for example because a variable is used after the block. The fixed code must have no report and no new
/// warning, and no string or directive may change.
/// </summary>
public class MovedCodeTests
{
    private const string Start = "_ = Task.Run(async () => await reader.ReadAsync());";

    /// <summary>Gets methods with a leak, each after a description of what is difficult.</summary>
    public static TheoryData<string, string> Methods => new()
    {
        { "out variable used behind", $"async Task M(ChannelReader<int> reader) {{ {Start} int.TryParse(\"1\", out int n); await Task.Delay(n); Console.WriteLine(n); }}" },
        { "out variable in front", $"async Task M(ChannelReader<int> reader) {{ int.TryParse(\"1\", out int n); {Start} await Task.Delay(n); }}" },
        { "pattern variable used behind", $"async Task<int> M(ChannelReader<int> reader, object o) {{ {Start} if (o is not string text) return 1; await Task.Delay(10); return text.Length; }}" },
        { "local assigned in the block", $"async Task<int> M(ChannelReader<int> reader) {{ int n; {Start} n = 3; await Task.Delay(n); return n; }}" },
        { "out parameter", $"void M(ChannelReader<int> reader, out int result) {{ {Start} Thread.Sleep(10); result = 1; }}" },
        { "ref local", $"void M(ChannelReader<int> reader, int[] data) {{ ref int first = ref data[0]; {Start} first = 1; Thread.Sleep(first); }}" },
        { "ref result", $"ref int M(ChannelReader<int> reader, int[] data) {{ {Start} Thread.Sleep(10); return ref data[0]; }}" },
        { "stackalloc", $"void M(ChannelReader<int> reader) {{ {Start} Span<byte> buffer = stackalloc byte[16]; Thread.Sleep(buffer.Length); }}" },
        { "scoped span", $"Span<int> M(ChannelReader<int> reader, Span<int> given) {{ {Start} scoped Span<int> part = given[1..]; Thread.Sleep(part.Length); return given; }}" },
        { "checked", $"void M(ChannelReader<int> reader, int n) {{ checked {{ {Start} Thread.Sleep(n + 1); }} }}" },
        { "lock", $"async Task M(ChannelReader<int> reader) {{ lock (reader) {{ {Start} }} await Task.Delay(10); }}" },
        { "iterator", $"IEnumerable<int> M(ChannelReader<int> reader) {{ {Start} yield return 1; Thread.Sleep(10); yield return 2; }}" },
        { "async iterator", $"async IAsyncEnumerable<int> M(ChannelReader<int> reader) {{ {Start} yield return 1; await Task.Delay(10); }}" },
        { "goto case", $"async Task M(ChannelReader<int> reader, int kind) {{ switch (kind) {{ case 1: {Start} goto case 2; case 2: await Task.Delay(10); break; default: goto case 1; }} }}" },
        { "goto back", $"async Task M(ChannelReader<int> reader, int kind) {{ again: {Start} await Task.Delay(10); if (kind-- > 0) goto again; }}" },
        { "goto over", $"async Task M(ChannelReader<int> reader, int kind) {{ if (kind > 2) goto end; {Start} await Task.Delay(10); end: await Task.Delay(20); }}" },
        { "section of a switch", "void M(CancellationToken token, int kind) { switch (kind) { case 1: int n = 1; _ = token.Register(() => { }); Thread.Sleep(n); break; default: n = 2; Thread.Sleep(n); break; } }" },
        { "using declarations", $"async Task M(ChannelReader<int> reader, IDisposable d) {{ using var a = d; {Start} using var b = d; await Task.Delay(10); }}" },
        { "local function used in front", $"async Task M(ChannelReader<int> reader) {{ Inner(); {Start} int n = 1; await Task.Delay(n); void Inner() {{ Console.WriteLine(); }} void Other() {{ Console.WriteLine(n); }} Other(); }}" },
        { "local function that captures", $"async Task M(ChannelReader<int> reader) {{ const int N = 1; _ = PumpAsync(); await Task.Delay(N); async Task PumpAsync() => await reader.ReadAsync(); }}" },
        { "static local function", "async Task M(ChannelReader<int> reader) { _ = PumpAsync(reader); await Task.Delay(10); static async Task PumpAsync(ChannelReader<int> r) => await r.ReadAsync(); }" },
        { "embedded statement", $"async Task M(ChannelReader<int> reader, int kind) {{ if (kind > 2) {Start} else await Task.Delay(10); await Task.Delay(10); }}" },
        { "async lambda in a field", $"Func<ChannelReader<int>, Task> M = async reader => {{ {Start} await Task.Delay(10); }};" },
        { "expression lambda in a field", "Func<ChannelReader<int>, int> M = reader => Task.WaitAny(reader.ReadAsync().AsTask(), Task.Delay(10));" },
        { "anonymous method", $"Action<ChannelReader<int>> M = delegate (ChannelReader<int> reader) {{ {Start} Thread.Sleep(10); }};" },
        { "property", "int M => Task.WaitAny(s_reader.ReadAsync().AsTask(), Task.Delay(10));" },
        { "getter", "int M { get => Task.WaitAny(s_reader.ReadAsync().AsTask(), Task.Delay(10)); }" },
        { "event accessor", "event EventHandler M { add { _ = Task.Run(async () => await Task.Delay(-1)); Thread.Sleep(10); } remove { } }" },
        { "two sources in one declaration", "async Task M(ChannelReader<int> reader) { CancellationTokenSource a = new(), b = new(); _ = Task.Run(async () => await reader.ReadAsync(a.Token)); await Task.Delay(10); }" },
        { "two sources in one using", "async Task M(ChannelReader<int> reader) { using (CancellationTokenSource a = new(), b = new()) { CancellationToken stop = b.Token; _ = Task.Run(async () => await reader.ReadAsync(stop)); await Task.Delay(10); } }" },
        {
            "long strings",
            """"
            async Task M(ChannelReader<int> reader, int kind)
                {
                    _ = Task.Run(async () => await reader.ReadAsync());
                    var a = $$"""
                        x {{kind
                        }} y
                      z
                    """;
                    var b = $@"
            x {kind} {
               kind + 1
            } y";
                    var c = $"{kind switch {
                        1 => "a",
                        _ => @"b
            c" }}";
                    Console.WriteLine(a + b + c);
                    await Task.Delay(10);
                }
            """"
        },
        {
            "long strings in an expression body",
            """"
            int M(ChannelReader<int> reader, int kind) => Task.WaitAny(reader.ReadAsync().AsTask(), Task.Delay(10)) + @"x
              y".Length + """
                 raw
                 """.Length;
            """"
        },
        {
            "long string in a linked call",
            """
            void M(ChannelReader<int> reader, CancellationToken token)
                {
                    reader.WaitToReadAsync(CancellationTokenSource.CreateLinkedTokenSource(
                        token, Given(@"a
              b")).Token).AsTask().Wait();
                }
            """
        },
        {
            "regions",
            """
            async Task M(ChannelReader<int> reader)
                {
                    #region one
                    Console.WriteLine();
                    _ = Task.Run(async () => await reader.ReadAsync());
                    #endregion
                    #region two
                    await Task.Delay(10);
                    #endregion
                }
            """
        },
        {
            "branches of an #if",
            """
            async Task M(ChannelReader<int> reader)
                {
            #if !DEBUG
                    _ = Task.Run(async () => await reader.ReadAsync());
            #else
                    _ = Task.Run(async () => await reader.WaitToReadAsync());
            #endif
                    await Task.Delay(10);
            #if DEBUG
                }
            #else
                }
            #endif
            """
        },
        {
            "#if in the lists",
            """
            async Task M(ChannelReader<int> reader
            #if !DEBUG
                , int kind = 0
            #endif
                )
                {
                    _ = Task.Run(async () => await reader.ReadAsync(
            #if DEBUG
            #else
                        default
            #endif
                        ));
                    await Task.Delay(10);
                }
            """
        },
        {
            "pragma around the start",
            """
            async Task M(ChannelReader<int> reader)
                {
            #pragma warning disable CS4014
                    Task.Run(async () => await reader.ReadAsync());
            #pragma warning restore CS4014
                    await Task.Delay(10);
                }
            """
        },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Code_Compiles_And_Says_What_It_Said(string difficulty, string method)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        CancellationToken cancellationToken = limit.Token;
        Project project = OfferedActions.ProjectOf($$"""
            static class C
            {
                private static readonly ChannelReader<int> s_reader = Channel.CreateUnbounded<int>().Reader;

                private static CancellationToken Given(string text) => new(text.Length > 0);

                public static {{method}}
            }
            """);
        var before = await OfferedActions.AnalyzeAsync(project, cancellationToken);
        Assert.DoesNotContain(before.Complaints, complaint => complaint.Severity == DiagnosticSeverity.Error);
        Assert.NotEmpty(before.Reports);
        foreach (Diagnostic report in before.Reports)
        {
            foreach (CodeAction action in await OfferedActions.ForAsync(report, project.Solution, cancellationToken))
            {
                Solution changed = await OfferedActions.ApplyAsync(action, cancellationToken);
                var after = await OfferedActions.AnalyzeAsync(changed.Projects.Single(), cancellationToken);
                string text = $"{difficulty}, {action.Title}\n{await OfferedActions.TextOfAsync(changed, cancellationToken)}";
                Assert.True(after.Complaints.Length <= before.Complaints.Length, $"{string.Join('\n', after.Complaints)}\n{text}");
                Assert.True(after.Reports.Length < before.Reports.Length, $"{string.Join('\n', after.Reports)}\n{text}");
                Assert.True((await FixedPartsAsync(project)).SequenceEqual(await FixedPartsAsync(changed.Projects.Single())), text);
            }
        }
    }

    private static bool IsText(SyntaxKind kind) => kind
        is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken;

    /// <summary>Gets what must not change: the strings, the directives, and the code that directives exclude.</summary>
    private static async Task<ImmutableArray<string>> FixedPartsAsync(Project project)
    {
        SyntaxNode root = (await project.Documents.Last().GetSyntaxRootAsync())!;
        return
        [
            .. root.DescendantTokens().Where(token => IsText(token.Kind())).Select(token => token.Text),
            .. root.DescendantTrivia().Where(trivia => trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia)).Select(trivia => string.Concat(trivia.ToString().Where(letter => !char.IsWhiteSpace(letter)))),
        ];
    }
}
