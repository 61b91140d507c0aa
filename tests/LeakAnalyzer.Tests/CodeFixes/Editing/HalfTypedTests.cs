using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests code that is still being typed: a token is missing, or the file ends early. No fix may throw.</summary>
public class HalfTypedTests
{
    /// <summary>To save time, only every seventh token of a member is left out.</summary>
    private const int Stride = 7;

    public static TheoryData<string> Members => CommentPlaceTests.Members;

    [Fact]
    public Task Parameter_Has_No_Name_Yet() => CheckAsync(
        Framed("async Task ScopeAsync(ChannelReader<int> reader, CancellationToken) { _ = PumpAsync(reader); await Task.Delay(10); }"), CancellationToken.None);

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Fix_Does_Not_Throw(string member)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        SyntaxToken[] tokens = [.. SyntaxFactory.ParseTokens(member).Where(token => !token.IsKind(SyntaxKind.EndOfFileToken))];
        for (int i = member.Length % Stride; i < tokens.Length; i += Stride)
        {
            await CheckAsync(Framed(member.Remove(tokens[i].SpanStart, tokens[i].Span.Length)), limit.Token);
            await CheckAsync(Framed(member[..tokens[i].SpanStart]), limit.Token);
            await CheckAsync($"static class C {{ static {member[..tokens[i].Span.End]}", limit.Token);
        }
    }

    private static string Framed(string member) =>
        $$"""
        static class C
        {
            static {{(member.StartsWith("class", StringComparison.Ordinal) ? "void None() { } " : "")}}{{member}}

            static async Task PumpAsync(ChannelReader<int> reader, int limit = 0) => await reader.ReadAsync();
        }
        """;

    private static async Task CheckAsync(string code, CancellationToken cancellationToken)
    {
        Project project = OfferedActions.ProjectOf(code);
        foreach (Diagnostic report in (await OfferedActions.AnalyzeAsync(project, cancellationToken)).Reports)
        {
            Assert.NotEqual("AD0001", report.Id);
            foreach (CodeAction action in await OfferedActions.ForAsync(report, project.Solution, cancellationToken))
            {
                Assert.DoesNotContain("''", action.Title, StringComparison.Ordinal);
                Solution changed = await OfferedActions.ApplyAsync(action, cancellationToken);
                Assert.NotEqual(code, await OfferedActions.TextOfAsync(changed, cancellationToken));
            }
        }
    }
}
