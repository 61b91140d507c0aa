using LeakAnalyzer.Rules;

namespace LeakAnalyzer.Tests.Rules.LEAK007_LostLinkedSource;

/// <summary>Tests a linked <c>CancellationTokenSource</c> that no variable holds: the code only takes its token.</summary>
[OnOldestRoslyn]
public class DroppedTests
{
    [Theory]
    [InlineData("var stop = LINK.Token; Work(stop);")]
    [InlineData("CancellationToken stop; stop = LINK.Token; Work(stop);")]
    [InlineData("Work(LINK.Token);")]
    [InlineData("token = LINK.Token; Work(token);")]
    [InlineData("token = flag ? LINK.Token : token; Work(token);")]
    [InlineData("Work(flag ? token : LINK.Token);")]
    [InlineData("if (flag) { token = LINK.Token; } Work(token);")]
    [InlineData("while (flag) { Work(LINK.Token); }")]
    [InlineData("await Task.Delay(1, LINK.Token);")]
    [InlineData("_token = LINK.Token;")]
    [InlineData("LINK.Token.ThrowIfCancellationRequested();")]
    [InlineData("LINK.Token.Register(() => Work());")]
    [InlineData("Work((LINK).Token);")]
    [InlineData("Func<CancellationToken> stop = () => LINK.Token; Work(stop());")]
    [InlineData("Work(Local()); CancellationToken Local() => LINK.Token;")]
    [InlineData("Work(new { LINK.Token });")]
    [InlineData("Work((LINK.Token, 1));")]
    [InlineData("Work(new[] { LINK.Token });")]
    [InlineData("Work($\"{LINK.Token}\");")]
    [InlineData("switch (flag) { case true when LINK.Token.CanBeCanceled: Work(); break; }")]
    [InlineData("foreach (int i in Items(LINK.Token)) { Work(i); }")]
    [InlineData("LINK;")]
    [InlineData("_ = LINK;")]
    public Task A_Source_Whose_Token_Only_Is_Taken_Is_Reported(string code) =>
        Verify.Reported(Body(code, "{|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(token, given)|}"), Setup.Handles with { Rules = [LostLinkedSource.Id] });

    [Theory]
    [InlineData("using var linked = LINK; Work(linked.Token);")]
    [InlineData("using (LINK) { Work(); }")]
    [InlineData("using (var linked = LINK) { Work(linked.Token); }")]
    [InlineData("LINK.Dispose();")]
    [InlineData("_linked = LINK;")]
    [InlineData("Work(LINK);")]
    [InlineData("_all.Add(LINK);")]
    [InlineData("var holder = new { Source = LINK }; Work(holder);")]
    [InlineData("Func<CancellationTokenSource> make = () => LINK; using var made = make();")]
    [InlineData("using var made = Local(); CancellationTokenSource Local() => LINK;")]
    [InlineData("Work(new[] { LINK });")]
    public Task A_Source_That_Somebody_Holds_Is_Not_Reported(string code) =>
        Verify.Silent(Body(code, "CancellationTokenSource.CreateLinkedTokenSource(token, given)"), Setup.Handles);

    [Theory]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(token)")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(token, CancellationToken.None)")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(new[] { token, given })")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource([token, given])")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(_owner.Token)")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(_token)")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(Given.Stopping)")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(tokens)")]
    [InlineData("System.Threading.CancellationTokenSource.CreateLinkedTokenSource(token, own.Token)")]
    public Task A_Parent_That_Outlives_The_Scope_Is_Reported(string link) =>
        Verify.Reported(Body("using var own = new CancellationTokenSource(); Work(LINK.Token);", "{|LEAK007:" + link + "|}"), Setup.Handles);

    [Theory]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(own.Token)")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(linked.Token)")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(own.Token, linked.Token)")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(timed.Token)")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None)")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(default, CancellationToken.None)")]
    [InlineData("Mine.CancellationTokenSource.CreateLinkedTokenSource(token)")]
    public Task A_Parent_That_Ends_With_The_Scope_Is_Not_Reported(string link) => Verify.Silent(Body(
        "using var own = new CancellationTokenSource(); using var timed = new CancellationTokenSource(100); "
        + "using var linked = CancellationTokenSource.CreateLinkedTokenSource(token); Work(LINK.Token);", link), Setup.Handles);

    private static string Body(string code, string link) => Code.Class($$"""
        #pragma warning disable CS1998, CS0649
            private readonly CancellationTokenSource _owner = new();
            private readonly List<CancellationTokenSource> _all = new();
            private CancellationTokenSource? _linked;
            private CancellationToken _token;

            public async Task Scope(CancellationToken token, CancellationToken given, CancellationToken[] tokens, bool flag)
            {
                {{code.Replace("LINK", link, StringComparison.Ordinal)}}
            }

            private static IEnumerable<int> Items(CancellationToken token) => [];
        """) + """

        static class Given { public static CancellationToken Stopping { get; set; } }

        static class Mine
        {
            public sealed class CancellationTokenSource { public CancellationToken Token => default; public static CancellationTokenSource CreateLinkedTokenSource(CancellationToken token) => new(); }
        }
        """;
}
