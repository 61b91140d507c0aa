namespace LeakAnalyzer.Tests.Rules.LEAK007_LostLinkedSource;

/// <summary>A linked source that a source method makes and gives back is its caller's to dispose.</summary>
public class HelperTests
{
    private const string Helpers = """

        public static class Tokens
        {
            private static readonly List<CancellationTokenSource> s_all = new();

            public static CancellationTokenSource LinkTo(this CancellationToken token, CancellationToken other) => CancellationTokenSource.CreateLinkedTokenSource(token, other);

            public static CancellationTokenSource LinkFor(this CancellationToken token, TimeSpan time)
            {
                var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
                linked.CancelAfter(time);
                return linked;
            }

            public static CancellationTokenSource LinkTwice(this CancellationToken token) => token.LinkTo(default);

            public static CancellationTokenSource LinkAndKeep(this CancellationToken token)
            {
                var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
                s_all.Add(linked);
                return linked;
            }

            public static CancellationTokenSource New(this CancellationToken token) => new CancellationTokenSource();
        }
        """;

    [Theory]
    [InlineData("LinkTo(given)")]
    [InlineData("LinkFor(TimeSpan.FromMinutes(1))")]
    [InlineData("LinkTwice()")]
    public async Task One_That_A_Helper_Makes_Is_Reported(string link)
    {
        await Verify.Reported(Body($"var {{|LEAK007:linked|}} = token.{link}; await Task.Delay(1, linked.Token);"), Setup.Handles);
        await Verify.Reported(Body($"await Task.Delay(1, {{|LEAK007:token.{link}|}}.Token);"), Setup.Handles);
        await Verify.Silent(Body($"using var linked = token.{link}; await Task.Delay(1, linked.Token);"), Setup.Handles);
        await Verify.Silent(Body($"_kept = token.{link};"), Setup.Handles);
    }

    [Theory]
    [InlineData("token.LinkAndKeep()")]
    [InlineData("token.New()")]
    [InlineData("own.Token.LinkTo(default)")]
    public Task One_That_Others_Keep_Or_That_Ends_With_The_Scope_Is_Not(string link) =>
        Verify.Silent(Body($"using var own = new CancellationTokenSource(); var linked = {link}; await Task.Delay(1, linked.Token);"), Setup.Handles);

    private static string Body(string code) => Code.Class($$"""
            private CancellationTokenSource? _kept;

            public async Task Scope(CancellationToken token, CancellationToken given)
            {
                await Task.Yield();
                {{code}}
                Work(_kept);
            }
        """) + Helpers;
}
