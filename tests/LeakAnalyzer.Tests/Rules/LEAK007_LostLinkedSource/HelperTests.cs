namespace LeakAnalyzer.Tests.Rules.LEAK007_LostLinkedSource;

/// <summary>Tests a method of the project that creates and returns a linked <c>CancellationTokenSource</c>, which its caller has to dispose.</summary>
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

    /// <summary>A null check around the <c>Dispose</c> call changes nothing.</summary>
    [Theory]
    [InlineData("source?.Dispose();", true)]
    [InlineData("if (source != null) { source.Dispose(); }", true)]
    [InlineData("if (source is null) { return; } source.Dispose();", true)]
    [InlineData("if (flag) { source!.Dispose(); }", false)]
    [InlineData("if (source == null) { Console.WriteLine(); } else if (flag) { source.Dispose(); }", false)]
    public Task A_Helper_That_Disposes_It_Counts_On_The_Paths_That_Call_It(string drop, bool isReported) => (isReported ? (Func<string, Setup, Task>)Verify.Reported : Verify.Silent)(
        Code.Class($$"""
            public void Scope(CancellationToken token, bool flag)
            {
                var {{(isReported ? "{|LEAK007:linked|}" : "linked")}} = CancellationTokenSource.CreateLinkedTokenSource(token);
                if (flag) { Drop(linked, flag); }
            }

            private static void Drop(CancellationTokenSource? source, bool flag) { {{drop}} }
            """),
        Setup.Handles);

    [Theory]
    [InlineData("token.LinkAndKeep()")]
    [InlineData("token.New()")]
    [InlineData("own.Token.LinkTo(default)")]
    public Task One_That_Others_Keep_Or_That_Ends_With_The_Scope_Is_Not(string link) =>
        Verify.Silent(Body($"using var own = new CancellationTokenSource(); var linked = {link}; await Task.Delay(1, linked.Token);"), Setup.Handles);

    [Theory]
    [InlineData("LinkTo(given)", true)]
    [InlineData("CombineWith(TimeSpan.FromMinutes(1))", true)]
    [InlineData("Source()", false)]
    [InlineData("LinkFor(this)", false)]
    public Task One_Of_Another_Assembly_Is_Told_By_Its_Signature_And_Name(string link, bool isReported) => (isReported ? (Func<string, Setup, Task>)Verify.Reported : Verify.Silent)(
        $$"""
        class C
        {
            public async Task Scope(CancellationToken token, CancellationToken given)
            {
                var {{(isReported ? "{|LEAK007:linked|}" : "linked")}} = token.{{link}};
                await Task.Delay(1, linked.Token);
            }
        }
        """,
        Setup.Handles with
        {
            LibrarySources =
            [
                """
                public static class Library
                {
                    public static CancellationTokenSource LinkTo(this CancellationToken token, CancellationToken other) => null!;
                    public static CancellationTokenSource CombineWith(this CancellationToken token, TimeSpan time) => null!;
                    public static CancellationTokenSource Source(this CancellationToken token) => null!;
                    public static CancellationTokenSource LinkFor(this CancellationToken token, object owner) => null!;
                }
                """,
            ],
        });

    [Theory]
    [InlineData("Work(source.Token);", true)]
    [InlineData("source.Cancel();", true)]
    [InlineData("source.Dispose();", false)]
    [InlineData("_kept = source;", false)]
    public Task One_That_A_Call_With_Several_Targets_Is_Given(string other, bool isReported) => (isReported ? (Func<string, Setup, Task>)Verify.Reported : Verify.Silent)(
        Code.Class($$"""
            private CancellationTokenSource? _kept;

            internal async Task Scope(Receiver receiver, CancellationToken token)
            {
                var {{(isReported ? "{|LEAK007:linked|}" : "linked")}} = CancellationTokenSource.CreateLinkedTokenSource(token);
                await receiver.ReceiveAsync(linked);
                Work(_kept);
            }

            internal abstract class Receiver { public abstract Task ReceiveAsync(CancellationTokenSource source); }
            internal abstract class Middle : Receiver { public abstract override Task ReceiveAsync(CancellationTokenSource source); }
            internal class Reading : Middle { public override Task ReceiveAsync(CancellationTokenSource source) => Task.Delay(1, source.Token); }
            internal class Other : Receiver
            {
                private CancellationTokenSource? _kept;

                public override Task ReceiveAsync(CancellationTokenSource source) { {{other}} Work(_kept); return Task.CompletedTask; }
            }
            """),
        Setup.Handles);

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
