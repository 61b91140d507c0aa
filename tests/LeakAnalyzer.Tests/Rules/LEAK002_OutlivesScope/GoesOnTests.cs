namespace LeakAnalyzer.Tests.Rules.LEAK002_OutlivesScope;

/// <summary>Tests tasks that only the caller's token ends: they are reported if the method goes on working after it has started the task.</summary>
public class GoesOnTests
{
    private const string Reported = "_ = {|LEAK002:PumpAsync|}(reader, token);";
    private const string Sleeper = "\nclass Sleeper { public void Sleep(int n) { } public Task CancelAsync() => Task.Delay(1); }";
    private const string Silent = "_ = PumpAsync(reader, token);";

    [Theory]
    [InlineData("START await Task.Delay(1000, token);")]
    [InlineData("START await Task.Delay(1000, token).ConfigureAwait(false);")]
    [InlineData("START await foreach (var item in reader.ReadAllAsync(token)) { Work(item); }")]
    [InlineData("START await new Sleeper().CancelAsync();")]
    [InlineData("START await using var file = new MemoryStream();")]
    [InlineData("START for (int i = 0; i < 1000; i++) { Work(i); }")]
    [InlineData("START foreach (int i in new[] { 1, 2 }) { Work(i); }")]
    [InlineData("START while (flag) { Work(); }")]
    [InlineData("START do { Work(); } while (flag);")]
    [InlineData("START Thread.Sleep(1000);")]
    [InlineData("START Task.Delay(1000).Wait();")]
    [InlineData("START Task.WaitAll(Task.Delay(1000));")]
    [InlineData("START Task.WaitAny(Task.Delay(1000));")]
    [InlineData("START Task.Delay(1000).GetAwaiter().GetResult();")]
    [InlineData("START Work(Task.FromResult(1).Result);")]
    [InlineData("START token.WaitHandle.WaitOne(1000);")]
    [InlineData("START if (flag) { return; } token.WaitHandle.WaitOne();")]
    [InlineData("START await Task.Delay(1000, token); token.ThrowIfCancellationRequested();")]
    [InlineData("START Task sleep = Task.Delay(-1, token); await Task.WhenAny(sleep, Task.Delay(1000));")]
    [InlineData("START while (!token.IsCancellationRequested) { if (flag) { break; } await Task.Delay(1000, token); }")]
    [InlineData("START while (!token.IsCancellationRequested) { await reader.ReadAsync(token); }")]
    [InlineData("START new Thread(() => Work()).Join();")]
    [InlineData("START new ManualResetEventSlim().Wait(token);")]
    [InlineData("START new BlockingCollection<int>().Take(token);")]
    [InlineData("START if (flag) { await Task.Yield(); }")]
    [InlineData("START try { Work(); } finally { await Task.Yield(); }")]
    [InlineData("try { START } finally { await Task.Yield(); }")]
    [InlineData("if (flag) { START } await Task.Yield();")]
    [InlineData("foreach (int i in new[] { 1 }) { START await Task.Yield(); }")]
    [InlineData("foreach (int i in new[] { 1 }) { await Task.Yield(); START }")]
    [InlineData("foreach (int i in new[] { 1 }) { START foreach (int j in new[] { 1 }) { Work(j); } }")]
    public Task A_Scope_That_Goes_On_Is_Reported(string code) => Verify.Reported(Code.Body(Replace(code, Reported)) + Sleeper);

    [Theory]
    [InlineData("START")]
    [InlineData("START Work();")]
    [InlineData("START if (flag) { Work(); } else { flag = true; }")]
    [InlineData("START return;")]
    [InlineData("START throw new InvalidOperationException();")]
    [InlineData("START Func<Task> later = async () => await Task.Delay(1000); Work(later);")]
    [InlineData("START _ = Task.Delay(1000, token);")]
    [InlineData("START async Task LaterAsync() => await Task.Delay(1000); _ = LaterAsync();")]
    [InlineData("await Task.Delay(1000, token); START")]
    [InlineData("while (flag) { Work(); } START")]
    [InlineData("Thread.Sleep(1000); START Work();")]
    [InlineData("if (flag) { START return; } await Task.Delay(1000, token);")]
    [InlineData("if (flag) { await Task.Delay(1000, token); } else { START }")]
    [InlineData("foreach (int i in new[] { 1, 2 }) { START }")]
    [InlineData("for (int i = 0; i < 8; i++) { START Work(); }")]
    [InlineData("try { START } finally { Work(); }")]
    [InlineData("using (new MemoryStream()) { START }")]
    [InlineData("START new Sleeper().Sleep(1000);")]
    [InlineData("var cts = new CancellationTokenSource(); START await cts.CancelAsync();")]
    [InlineData("var cts = new CancellationTokenSource(); try { START } finally { await cts.CancelAsync().ConfigureAwait(false); }")]
    public Task A_Scope_That_Only_Starts_The_Work_Is_Not_Reported(string code) => Verify.Silent(Code.Body(Replace(code, Silent)) + Sleeper);

    /// <summary>Each exit comes after the cancellation, which ends the task too.</summary>
    [Theory]
    [InlineData("START await Task.Delay(Timeout.Infinite, token);")]
    [InlineData("START await Task.Delay(-1, token).ConfigureAwait(false);")]
    [InlineData("START token.WaitHandle.WaitOne();")]
    [InlineData("START while (!token.WaitHandle.WaitOne(1000)) { flag = !flag; }")]
    [InlineData("START while (!token.IsCancellationRequested) { await Task.Delay(1000, token); }")]
    [InlineData("START while (!token.IsCancellationRequested) { try { Work(); await reader.ReadAsync(token); } catch (Exception) { } }")]
    [InlineData("START while (true) { await Task.Delay(1000, token); }")]
    [InlineData("START try { await Task.Delay(Timeout.Infinite, token); } catch (OperationCanceledException) { } Work();")]
    public Task A_Scope_That_Waits_For_The_Cancellation_Is_Not_Reported(string code) => Verify.Silent(Code.Body(Replace(code, Silent)));

    [Theory]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => await reader.ReadAsync(token));")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => await reader.ReadAsync(token), token);")]
    [InlineData("_ = {|LEAK002:Task.Run|}(() => PumpAsync(reader, token));")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { await foreach (int item in reader.ReadAllAsync(token)) { Work(item); } });")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { while (await reader.WaitToReadAsync(token)) { Work(); } });")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => await reader.Completion.WaitAsync(token));")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => await Task.Delay(Timeout.Infinite, token));")]
    [InlineData("_ = {|LEAK002:Task.Run|}(() => token.WaitHandle.WaitOne());")]
    [InlineData("_ = Task.Factory.{|LEAK002:StartNew|}(() => reader.Completion.Wait(token), TaskCreationOptions.LongRunning);")]
    [InlineData("new Thread(() => reader.Completion.Wait(token)).{|LEAK002:Start|}();")]
    [InlineData("{|LEAK002:ThreadPool.QueueUserWorkItem|}(_ => reader.Completion.Wait(token));")]
    [InlineData("_ = Task.CompletedTask.{|LEAK002:ContinueWith|}(_ => reader.Completion.Wait(token));")]
    [InlineData("Task pump = {|LEAK002:PumpAsync|}(reader, token); Work(pump.IsCompleted);")]
    [InlineData("var stop = token; _ = {|LEAK002:PumpAsync|}(reader, stop);")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { var stop = token; await reader.ReadAsync(stop); });")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); await reader.ReadAsync(cts.Token); });")]
    [InlineData("{|LEAK002:LocalAsync|}(); async void LocalAsync() => await reader.ReadAsync(token);")]
    public Task Every_Start_And_Wait_Is_Reported(string start) => Verify.Reported(Code.Body(start + "\nawait Task.Delay(1000, token);"));

    [Theory]
    [InlineData("await PumpAsync(reader, token);")]
    [InlineData("Task pump = PumpAsync(reader, token); await Task.WhenAll(pump);")]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync(token).AsTask().WaitAsync(TimeSpan.FromSeconds(5)));")]
    [InlineData("_ = Task.Run(async () => { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); cts.CancelAfter(5000); await reader.ReadAsync(cts.Token); });")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); cts.Token.Register(() => { }); var stop = cts.Token; try { _ = PumpAsync(reader, stop); await Task.Yield(); } finally { cts.Cancel(); }")]
    [InlineData("var c = Channel.CreateUnbounded<int>(); try { _ = PumpAsync(c.Reader, token); await Task.Yield(); } finally { c.Writer.Complete(); }")]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync(flag ? token : default));")]
    public Task A_Task_That_Is_Joined_Or_Ended_By_Something_Else_Is_Not_Reported(string start) => Verify.Silent(Code.Body(start + "\nawait Task.Delay(1000, token);"));

    [Theory]
    [InlineData("_ = Task.Run(async () => { await Task.Delay(1000, token); Work(); });")]
    [InlineData("_ = Task.Run(() => { for (int i = 0; i < 1000; i++) { token.ThrowIfCancellationRequested(); Work(i); } }, token);")]
    [InlineData("_ = File.WriteAllTextAsync(\"log\", \"text\", token);")]
    [InlineData("_ = new System.Net.Http.HttpClient().GetAsync(\"http://localhost\", token);")]
    [InlineData("_ = SendAsync(); async Task SendAsync() { for (int i = 0; i < 3; i++) { await Task.Delay(1000, token); } }")]
    [InlineData("_ = Task.Run(() => { while (reader.TryRead(out int item)) { Work(item); } });")]
    public Task Work_That_Ends_By_Itself_Is_Not_Reported(string start) => Verify.Silent(Code.Body(start + "\nawait Task.Delay(1000, token);"));

    [Theory]
    [InlineData("_ = {|LEAK002:Task.Run|}(() => { while (!token.IsCancellationRequested) { Work(); } });")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { while (!token.IsCancellationRequested) { await Task.Delay(1000); } });")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { while (!token.IsCancellationRequested) { await Task.Delay(1000, token).ConfigureAwait(false); } });")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { while (true) { await Task.Delay(1000, token); Work(); } });")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { for (;;) { token.ThrowIfCancellationRequested(); await Task.Yield(); } });")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { do { await Task.Yield(); } while (!token.IsCancellationRequested); });")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(token)) { Work(); } });")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (!token.IsCancellationRequested && await timer.WaitForNextTickAsync(token)) { Work(); } });")]
    [InlineData("_ = {|LEAK002:PollAsync|}(); async Task PollAsync() { while (!token.IsCancellationRequested) { await Task.Delay(10); } }")]
    public Task A_Loop_That_Only_The_Token_Ends_Is_Reported(string start) => Verify.Reported(Code.Body(start + "\nawait Task.Delay(1000, token);"));

    [Theory]
    [InlineData("_ = Task.Run(() => { while (!token.IsCancellationRequested) { if (flag) { break; } } });")]
    [InlineData("_ = Task.Run(() => { while (!token.IsCancellationRequested && !flag) { Work(); } });")]
    [InlineData("_ = Task.Run(async () => { while (!token.IsCancellationRequested) { await Task.Delay(1000); if (flag) { return; } } });")]
    [InlineData("_ = Task.Run(async () => { for (int i = 0; i < 9 && !token.IsCancellationRequested; i++) { await Task.Delay(1000); } });")]
    [InlineData("_ = Task.Run(async () => { while (token.IsCancellationRequested) { await Task.Delay(1000); } });")]
    [InlineData("var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); try { _ = Task.Run(async () => { while (await timer.WaitForNextTickAsync(token)) { Work(); } }); await Task.Yield(); } finally { timer.Dispose(); }")]
    public Task A_Loop_With_Another_Way_Out_Is_Not_Reported(string start) => Verify.Silent(Code.Body(start + "\nawait Task.Delay(1000, token);"));

    [Theory]
    [InlineData("Stream stream", "while (!token.IsCancellationRequested) { int n = await stream.ReadAsync(new byte[9], token); Work(n); }")]
    [InlineData("Stream stream", "while (!token.IsCancellationRequested) { await stream.WriteAsync(new byte[9], token); await Task.Delay(1000, token); }")]
    [InlineData("StreamReader text", "while (!token.IsCancellationRequested) { Work(await text.ReadLineAsync(token)); }")]
    [InlineData("Socket socket", "while (!token.IsCancellationRequested) { await socket.SendAsync(new byte[1], SocketFlags.None, token); }")]
    [InlineData("IConnection connection", "while (true) { await connection.PingAsync(token); await Task.Delay(1000, token); }")]
    [InlineData("Func<Task<object>> turn", "while (!token.IsCancellationRequested) { Work(await turn()); }")]
    public Task A_Loop_Whose_Calls_May_Throw_When_Something_Is_Closed_Is_Not_Reported(string parameter, string loop) => Verify.Silent(Code.Class($$"""
        public async Task Scope({{parameter}}, CancellationToken token)
        {
            _ = Task.Run(async () => { {{loop}} });
            await Task.Delay(1000, token);
        }

        public interface IConnection : IDisposable { Task PingAsync(CancellationToken token); }
        """));

    private static string Replace(string code, string start) => code.Replace("START", start, StringComparison.Ordinal);
}
