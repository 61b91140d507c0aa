namespace LeakAnalyzer.Tests.Rules.LEAK003_SourceNotCancelled;

/// <summary>Tests a <c>CancellationTokenSource</c> that is passed to a helper method, which may cancel it.</summary>
public class HelperTests
{
    private const string Helpers = """

        public static class Helpers
        {
            public static void SafeDispose(this CancellationTokenSource? source) { try { source?.Dispose(); } catch (ObjectDisposedException) { } }
            public static void SafeCancel(this CancellationTokenSource? source) { source?.Cancel(); source?.Dispose(); }
            public static void CancelIf(this CancellationTokenSource source, bool flag) { if (flag) { source.Cancel(); } source.Dispose(); }
            public static void CancelInTime(this CancellationTokenSource source) => source.CancelAfter(1000);
            public static CancellationTokenSource And(this CancellationTokenSource source) { source.Cancel(); return source; }
            public static bool IsDone(this CancellationTokenSource source) => source.IsCancellationRequested;
            public static object? Kept;
            public static void Keep(this CancellationTokenSource source) => Kept = source;
            public static void Later(this CancellationTokenSource source) => AppDomain.CurrentDomain.ProcessExit += (_, _) => source.Cancel();
        }

        public static class Utils
        {
            public static void Dispose(IDisposable? disposable) => disposable?.Dispose();
            public static void End(CancellationTokenSource? source) => Twice(source);
            private static void Twice(CancellationTokenSource? source) { if (source is null) { return; } source.Cancel(); Dispose(source); }
            public static void Look(CancellationTokenSource source) => Console.WriteLine(source.Token.CanBeCanceled);
            public static void Follow(CancellationTokenSource source) { CancellationToken token = source.Token; token.ThrowIfCancellationRequested(); Console.WriteLine(token); }
            public static Task UseAsync(CancellationTokenSource source) => Task.Delay(1, source.Token);
        }

        public class Decoy
        {
            public void Cancel(CancellationTokenSource source) => source.Dispose();
        }
        """;

    [Theory]
    [InlineData("cts.SafeDispose();")]
    [InlineData("Utils.Dispose(cts);")]
    [InlineData("Helpers.SafeDispose(source: cts);")]
    [InlineData("cts.IsDone(); cts.SafeDispose();")]
    [InlineData("Utils.Look(cts); cts.Dispose();")]
    [InlineData("Utils.Follow(cts);")]
    [InlineData("await Utils.UseAsync(cts);")]
    [InlineData("new Decoy().Cancel(cts);")]
    public Task A_Helper_That_Does_Not_Cancel_Leaves_The_Task(string end) => Verify.Reported(Scope("{|LEAK003:cts|}", end));

    [Theory]
    [InlineData("cts.CancelIf(flag);")]
    [InlineData("cts.SafeCancel();")]
    [InlineData("Utils.End(cts);")]
    [InlineData("cts.CancelInTime();")]
    [InlineData("cts.And().Dispose();")]
    [InlineData("cts.Keep();")]
    [InlineData("cts.Later();")]
    public Task A_Helper_That_Cancels_Or_Keeps_The_Source_Does_Not(string end) => Verify.Silent(Scope("cts", end));

    [Theory]
    [InlineData("if (flag) { cts.SafeCancel(); }", true)]
    [InlineData("try { Work(); } finally { cts.SafeCancel(); }", false)]
    [InlineData("Work(); cts.SafeCancel();", true)]
    public Task A_Helper_That_Cancels_Counts_On_The_Paths_That_Call_It(string end, bool isReported) => isReported
        ? Verify.Reported(Scope("{|LEAK003:cts|}", end))
        : Verify.Silent(Scope("cts", end));

    [Theory]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(default(CancellationToken))", true)]
    [InlineData("new CancellationTokenSource()", true)]
    [InlineData("new CancellationTokenSource(1000)", false)]
    public Task A_Source_From_A_Helper_Has_The_Time_That_The_Helper_Gives_It(string creation, bool isReported)
    {
        string source = Code.Body($$"""
                var {{(isReported ? "{|LEAK003:cts|}" : "cts")}} = Create();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(stop));
            """) + $$"""

            public partial class Subject
            {
                private static CancellationTokenSource Create() => {{creation}};
            }
            """;
        return isReported ? Verify.Reported(source) : Verify.Silent(source);
    }

    [Theory]
    [InlineData("given")]
    [InlineData("flag ? given : new CancellationTokenSource()")]
    [InlineData("given ?? new CancellationTokenSource()")]
    public Task A_Source_That_Others_Have_Too_Is_Theirs(string source) => Verify.Silent(Code.Class($$"""
            public void Scope(ChannelReader<int> reader, CancellationTokenSource given, bool flag)
            {
                var cts = {{source}};
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(stop));
                cts.Dispose();
            }
        """));

    private static string Scope(string source, string end) => Code.Body($$"""
            var {{source}} = new CancellationTokenSource();
            CancellationToken stop = cts.Token;
            _ = Task.Run(async () => await reader.ReadAsync(stop));
            {{end}}
        """) + Helpers;
}
