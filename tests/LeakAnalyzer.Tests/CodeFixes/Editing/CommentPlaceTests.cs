using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests comments between any two tokens: each action must keep every comment, exactly once.</summary>
public partial class CommentPlaceTests
{
    private const string Block = "/* {0} */ ";
    private const string Line = "// {0}\n    ";
    private const string Parameters = "ChannelReader<int> reader, SemaphoreSlim gate";

    /// <summary>Gets members of a class, with every kind of code that the fixes rewrite.</summary>
    public static TheoryData<string> Members =>
    [
        $"async Task ScopeAsync({Parameters}) {{ _ = Task.Run(async () => await reader.ReadAsync()); await Task.Delay(10); }}",
        $"async Task ScopeAsync({Parameters}, CancellationToken token) {{ Task dropped = PumpAsync(reader, limit: 1); await Task.Delay(10, token); }}",
        $"async Task ScopeAsync({Parameters}, CancellationToken token) {{ PumpAsync(reader); await gate.WaitAsync(token); }}",
        $"async Task ScopeAsync({Parameters}, CancellationToken token) {{ _ = Task.Run(async () => await Task.Delay(-1, default(CancellationToken))); await Task.Delay(10, token); }}",
        $"async Task ScopeAsync({Parameters}) {{ _ = Task.Run(() => {{ while (true) {{ Thread.Sleep(10); }} }}); await Task.Delay(10); }}",
        $"async Task ScopeAsync({Parameters}) {{ _ = Task.Run(() => {{ for (;;) {{ Thread.Sleep(10); }} }}); await Task.Delay(10); }}",
        $"async Task ScopeAsync({Parameters}) {{ await Task.WhenAny(reader.ReadAsync().AsTask(), Task.Delay(10)); }}",
        $"async Task ScopeAsync({Parameters}) {{ Task won = await Task.WhenAny(gate.WaitAsync(), Task.Delay(10)); }}",
        $"void Scope({Parameters}, CancellationToken token) {{ _ = Task.Run(async () => {{ await foreach (int item in reader.ReadAllAsync()) {{ }} }}); }}",
        $"int Length({Parameters}, CancellationToken token) => Task.WaitAny(reader.ReadAsync().AsTask(), Task.Delay(10));",
        $"void Scope({Parameters}) {{ using var cts = new CancellationTokenSource(); _ = Task.Run(async () => await gate.WaitAsync(cts.Token)); if (gate.CurrentCount == 0) return; cts.Cancel(); }}",
        $"void Scope({Parameters}) {{ using (var cts = new CancellationTokenSource()) {{ _ = Task.Run(async () => await gate.WaitAsync(cts.Token)); Thread.Sleep(10); }} }}",
        $"void Scope({Parameters}) {{ var cts = new CancellationTokenSource(); try {{ _ = Task.Run(async () => await gate.WaitAsync(cts.Token)); Thread.Sleep(10); }} finally {{ cts.Dispose(); }} }}",
        $"void Scope() {{ var channel = Channel.CreateUnbounded<int>(); _ = Task.Run(async () => await channel.Reader.ReadAsync()); Thread.Sleep(10); }}",
        $"void Scope({Parameters}, CancellationToken token) {{ var cts = CancellationTokenSource.CreateLinkedTokenSource(token); gate.Wait(cts.Token); }}",
        $"void Scope({Parameters}, CancellationToken token) {{ gate.Wait(CancellationTokenSource.CreateLinkedTokenSource(token).Token); }}",
        $"void Scope({Parameters}, CancellationToken token) {{ _ = token.Register(() => gate.Release()); gate.Wait(token); }}",
        $"void Scope({Parameters}, CancellationToken token) {{ token.Register(() => gate.Release()); gate.Wait(token); }}",
        $"void Scope({Parameters}, CancellationToken token, int kind) {{ switch (kind) {{ case 1: _ = token.Register(() => gate.Release()); gate.Wait(token); break; }} }}",
        "class Owner : IDisposable { private readonly Task _running; public Owner(ChannelReader<int> reader) { _running = Task.Run(async () => await reader.ReadAsync()); } public void Dispose() { } }",
        "class Owner : IAsyncDisposable { private readonly Task _running; public Owner(ChannelReader<int> reader) => _running = PumpAsync(reader); public ValueTask DisposeAsync() => default; }",
        "class Owner : IAsyncDisposable { private readonly Task _running; public Owner(ChannelReader<int> reader) { _running = PumpAsync(reader); } public ValueTask DisposeAsync() { GC.SuppressFinalize(this); return default; } }",
    ];

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Comment_Stays(string member)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        IReadOnlyList<(int Start, int Length)> gaps = Gaps(member);
        Assert.NotEqual(0, await CheckAsync(member, limit.Token));
        foreach (var gap in gaps)
        {
            await CheckAsync(WithComments(member, Block, [gap]), limit.Token);
        }

        await CheckAsync(WithComments(member, Block, gaps), limit.Token);
        await CheckAsync(WithComments(member, Line, gaps), limit.Token);
    }

    /// <summary>Applies each action that is offered for a member, checks the result, and returns the number of actions.</summary>
    private static async Task<int> CheckAsync(string member, CancellationToken cancellationToken)
    {
        Project project = OfferedActions.ProjectOf($$"""
            static class C
            {
                static {{(member.StartsWith("class", StringComparison.Ordinal) ? "void None() { } " : "")}}{{member}}

                static async Task PumpAsync(ChannelReader<int> reader, int limit = 0) => await reader.ReadAsync();
            }
            """);
        var before = await OfferedActions.AnalyzeAsync(project, cancellationToken);
        Assert.DoesNotContain(before.Complaints, complaint => complaint.Severity == DiagnosticSeverity.Error);
        int actions = 0;
        foreach (Diagnostic report in before.Reports)
        {
            foreach (CodeAction action in await OfferedActions.ForAsync(report, project.Solution, cancellationToken))
            {
                actions++;
                Solution changed = await OfferedActions.ApplyAsync(action, cancellationToken);
                string text = await OfferedActions.TextOfAsync(changed, cancellationToken);
                Assert.True(CommentsIn(member).SequenceEqual(CommentsIn(text)), $"{action.Title}\n{member}\n\n{text}");
                var complaints = await OfferedActions.ComplaintsAboutAsync(changed.Projects.Single(), cancellationToken);
                Assert.True(complaints.Length <= before.Complaints.Length, $"{action.Title}\n{string.Join('\n', complaints)}\n{text}");
            }
        }

        return actions;
    }

    private static List<(int Start, int Length)> Gaps(string code)
    {
        var gaps = new List<(int, int)>();
        int end = -1;
        foreach (SyntaxToken token in SyntaxFactory.ParseTokens(code).Where(token => !token.IsKind(SyntaxKind.EndOfFileToken)))
        {
            if (end >= 0)
            {
                gaps.Add((end, token.SpanStart - end));
            }

            end = token.Span.End;
        }

        gaps.Add((end, 0));
        return gaps;
    }

    private static string WithComments(string code, string form, IReadOnlyList<(int Start, int Length)> gaps)
    {
        for (int i = gaps.Count - 1; i >= 0; i--)
        {
            string comment = string.Format(CultureInfo.InvariantCulture, form, $"#{gaps[i].Start}");
            code = code.Insert(gaps[i].Start, gaps[i].Length > 0 ? " " + comment.TrimEnd(' ') : comment);
        }

        return code;
    }

    private static IEnumerable<string> CommentsIn(string code) => CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
        .Select(trivia => Number().Match(trivia.ToString()).Value)
        .Order(StringComparer.Ordinal);

    [GeneratedRegex("#[0-9]+")]
    private static partial Regex Number();
}
