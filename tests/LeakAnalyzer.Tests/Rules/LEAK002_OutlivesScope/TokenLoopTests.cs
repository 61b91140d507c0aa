namespace LeakAnalyzer.Tests.Rules.LEAK002_OutlivesScope;

/// <summary>Tests loops that only the caller's token ends, however they ask for it, and loops that something else may end too.</summary>
public class TokenLoopTests
{
    [Theory]
    [InlineData("while (true) { if (token.IsCancellationRequested) break; Console.Write(1); Thread.Sleep(100); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { break; } await Task.Delay(100); }")]
    [InlineData("for (;;) { if (token.IsCancellationRequested) return; await Task.Delay(100); Console.Write(1); }")]
    [InlineData("do { if (token.IsCancellationRequested == true) { Console.Write(1); return; } await Task.Delay(100); } while (true);")]
    [InlineData("while (true) { Console.Write(1); if (token.IsCancellationRequested) { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { await Task.Delay(100); Console.Write(1); if (token.IsCancellationRequested) { break; } }")]
    [InlineData("while (true) { if (!token.IsCancellationRequested) { Console.Write(1); } else { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { throw new OperationCanceledException(token); } await Task.Delay(100); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { goto end; } await Task.Delay(100); } end: Console.Write(1);")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { Work(); break; } await Task.Delay(100); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { if (flag) { break; } Console.Write(1); } await Task.Delay(100); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested && flag) { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { bool stop = token.IsCancellationRequested; if (stop) { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { if (flag) { if (token.IsCancellationRequested) { break; } } await Task.Delay(100); }")]
    [InlineData("while (true) { if (flag) { continue; } if (token.IsCancellationRequested) { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { try { await Task.Delay(100, token); } catch (OperationCanceledException) when (token.IsCancellationRequested) { break; } }")]
    [InlineData("while (true) { try { if (token.IsCancellationRequested) { break; } Work(); } catch (Exception) { } await Task.Delay(100); }")]
    [InlineData("while (true) { foreach (int i in new[] { 1 }) { if (token.IsCancellationRequested) { return; } await Task.Delay(100); } }")]
    [InlineData("while (!token.WaitHandle.WaitOne(1000)) { Console.Write(1); }")]
    [InlineData("while (!token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1))) { Console.Write(1); }")]
    [InlineData("do { Console.Write(1); } while (!token.WaitHandle.WaitOne(1000));")]
    [InlineData("while (token.WaitHandle.WaitOne(1000) == false) { Console.Write(1); }")]
    [InlineData("while (true) { if (token.WaitHandle.WaitOne(1000)) { break; } Console.Write(1); }")]
    [InlineData("while (!token.IsCancellationRequested) { Console.Write(1); token.WaitHandle.WaitOne(1000); }")]
    [InlineData("while (token is { IsCancellationRequested: false }) { await Task.Delay(100); }")]
    [InlineData("while (token is not { IsCancellationRequested: true }) { await Task.Delay(100); }")]
    [InlineData("while (token is { IsCancellationRequested: not true }) { await Task.Delay(100); }")]
    [InlineData("while (maybe?.IsCancellationRequested != true) { await Task.Delay(100); }")]
    [InlineData("while (!(maybe?.IsCancellationRequested ?? false)) { await Task.Delay(100); }")]
    [InlineData("while (maybe?.IsCancellationRequested is not true) { await Task.Delay(100); }")]
    [InlineData("while (Running(token)) { await Task.Delay(100); }")]
    [InlineData("while (!Stopped(token)) { Console.Write(1); }")]
    [InlineData("while (true) { if (Stopped(token)) { break; } Console.Write(1); }")]
    [InlineData("while (Going(token)) { await Task.Delay(100); }")]
    [InlineData("while (token.Goes()) { await Task.Delay(100); }")]
    [InlineData("bool run = !token.IsCancellationRequested; while (run) { await Task.Delay(100); run = !token.IsCancellationRequested; }")]
    [InlineData("while (!token.IsCancellationRequested || flag) { await Task.Delay(100); }")]
    public async Task A_Loop_That_Only_A_Token_Ends(string loop)
    {
        await Verify.Reported(InLambda(loop, isReported: true));
        await Verify.Reported(InMethod(loop, isReported: true));
    }

    [Theory]
    [InlineData("while (true) { if (token.IsCancellationRequested || flag) { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { if (!token.IsCancellationRequested) { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { Console.Write(1); } else { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { break; } if (flag) { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { if (flag) { break; } if (token.IsCancellationRequested) { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { Console.Write(1); } break; }")]
    [InlineData("while (true) { bool stop = token.IsCancellationRequested; stop |= flag; if (stop) { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { bool stop = token.IsCancellationRequested; if (flag) { stop = true; } if (stop) { break; } await Task.Delay(100); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { break; } Work(); await Task.Delay(100); if (DateTime.Now.Year > 3000) { throw new TimeoutException(); } }")]
    [InlineData("while (true) { try { await Task.Delay(100, token); } catch (OperationCanceledException) when (flag) { break; } }")]
    [InlineData("while (!token.WaitHandle.WaitOne(1000) && flag) { Console.Write(1); }")]
    [InlineData("while (token.WaitHandle.WaitOne(1000)) { Console.Write(1); }")]
    [InlineData("while (!done.WaitOne(1000)) { Console.Write(1); }")]
    [InlineData("while (true) { if (token.WaitHandle.WaitOne(1000) | flag) { break; } }")]
    [InlineData("while (token is { IsCancellationRequested: true }) { await Task.Delay(100); }")]
    [InlineData("while (token is { IsCancellationRequested: false, CanBeCanceled: true }) { await Task.Delay(100); }")]
    [InlineData("while (maybe?.IsCancellationRequested == false) { await Task.Delay(100); }")]
    [InlineData("while (maybe is { IsCancellationRequested: false }) { await Task.Delay(100); }")]
    [InlineData("while (!(maybe?.IsCancellationRequested ?? flag)) { await Task.Delay(100); }")]
    [InlineData("while (!(maybe?.IsCancellationRequested ?? true)) { await Task.Delay(100); }")]
    [InlineData("while (RunningUntil(token)) { await Task.Delay(100); }")]
    [InlineData("while (Counting(token)) { await Task.Delay(100); }")]
    [InlineData("while (Running(default, flag)) { await Task.Delay(100); }")]
    [InlineData("while (Stopped(token)) { await Task.Delay(100); }")]
    [InlineData("bool run = !token.IsCancellationRequested; while (run) { await Task.Delay(100); run = !token.IsCancellationRequested; run &= flag; }")]
    [InlineData("while (!token.IsCancellationRequested && flag) { await Task.Delay(100); }")]
    public async Task A_Loop_That_Something_Else_May_End(string loop)
    {
        await Verify.Silent(InLambda(loop, isReported: false));
        await Verify.Silent(InMethod(loop, isReported: false));
    }

    [Theory]
    [InlineData("private readonly CancellationTokenSource _stop = new(); public void Stop() => _stop.Cancel();", "while (Runs()) { await Task.Delay(100); Console.Write(token); }", false)]
    [InlineData("private readonly CancellationTokenSource _stop = new(); public void Stop() => _stop.Cancel();", "while (true) { if (_stop.IsCancellationRequested || token.IsCancellationRequested) { break; } await Task.Delay(100); }", false)]
    public Task Another_Token_May_End_The_Loop(string members, string loop, bool isReported) =>
        Verify.Of(InLambda(loop, isReported, members + " private bool Runs() => !_stop.IsCancellationRequested;"), isReported);

    [Theory]
    [InlineData("while (true) { if (token.IsCancellationRequested) { break; } Console.Write(await reader.ReadAsync(token)); }", true)]
    [InlineData("while (!token.WaitHandle.WaitOne(10)) { Console.Write(await reader.ReadAsync(token)); }", true)]
    [InlineData("while (true) { if (token.IsCancellationRequested || flag) { break; } Console.Write(await reader.ReadAsync(token)); }", false)]
    public Task One_Item_Does_Not_End_A_Loop_That_Only_A_Token_Ends(string loop, bool isReported) => Verify.Of(
        Code.Class($$"""
            public async Task Scope(CancellationToken token, bool flag)
            {
                var channel = {{(isReported ? "{|LEAK006:Channel.CreateUnbounded<int>()|}" : "Channel.CreateUnbounded<int>()")}};
                ChannelReader<int> reader = channel.Reader;
                _ = Task.Run(async () => { {{loop}} });
                channel.Writer.TryWrite(1);
                await Task.Delay(1000);
            }
            """),
        isReported);

    private static string InLambda(string loop, bool isReported, string members = "") => Subject(
        $"_ = {(isReported ? "{|LEAK002:Task.Run|}" : "Task.Run")}(async () => {{ await Task.Yield(); {loop} }});", members);

    private static string InMethod(string loop, bool isReported) => Subject(
        $"_ = {(isReported ? "{|LEAK002:LoopAsync|}" : "LoopAsync")}(token, maybe, done, flag);",
        $"private static async Task LoopAsync(CancellationToken token, CancellationToken? maybe, ManualResetEvent done, bool flag) {{ await Task.Yield(); {loop} }}");

    private static string Subject(string start, string members) => Code.Class($$"""
        #pragma warning disable CS0162, CS0164
        public async Task Scope(CancellationToken token, CancellationToken? maybe, ManualResetEvent done, bool flag)
        {
            {{start}}
            await Task.Delay(1000);
        }

        {{members}}
        private static bool Running(CancellationToken stop) => !stop.IsCancellationRequested;
        private static bool Running(CancellationToken stop, bool isRunning) => isRunning && !stop.IsCancellationRequested;
        private static bool Stopped(CancellationToken stop) { return stop.IsCancellationRequested; }
        private static bool Going(CancellationToken stop) => Running(stop);
        private static bool RunningUntil(CancellationToken stop) => !stop.IsCancellationRequested && DateTime.Now.Year < 3000;
        private static int s_count;
        private static bool Counting(CancellationToken stop) { s_count++; return !stop.IsCancellationRequested && s_count < 9; }
        """) + "\npublic static class Tokens { public static bool Goes(this CancellationToken token) => !token.IsCancellationRequested; }";
}
