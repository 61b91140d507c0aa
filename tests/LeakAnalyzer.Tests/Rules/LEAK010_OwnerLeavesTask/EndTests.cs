namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests what a disposal must do to end the task in the field, such as cancel the token that the task waits with.</summary>
public class EndTests
{
    [Theory]
    [InlineData("CancellationTokenSource _cts = new();", "await Task.Delay(Timeout.Infinite, _cts.Token);", "_cts.Cancel();")]
    [InlineData("CancellationTokenSource _cts = new();", "CancellationToken stop = _cts.Token; while (!stop.IsCancellationRequested) { await Task.Delay(1000); }", "_cts.Cancel();")]
    [InlineData("CancellationTokenSource _cts = new();", "while (!_cts.IsCancellationRequested) { await Task.Delay(1000); }", "_cts?.Cancel(); _cts?.Dispose();")]
    [InlineData("CancellationTokenSource _cts = new();", "while (true) { await Task.Delay(1000, _cts.Token); }", "_ = _cts.CancelAsync();")]
    [InlineData("CancellationTokenSource _cts = new();", "await Task.Delay(Timeout.Infinite, _cts.Token);", "_cts.CancelAfter(1000);")]
    [InlineData("Channel<int> _c = Channel.CreateUnbounded<int>();", "await foreach (int item in _c.Reader.ReadAllAsync()) { Work(item); }", "_c.Writer.Complete();")]
    [InlineData("Channel<int> _c = Channel.CreateUnbounded<int>();", "await foreach (int item in _c.Reader.ReadAllAsync()) { Work(item); }", "_c.Writer.TryComplete();")]
    [InlineData("Channel<int> _c = Channel.CreateUnbounded<int>();", "await _c.Reader.ReadAsync();", "_c.Writer.TryWrite(0);")]
    [InlineData("Channel<int> _c = Channel.CreateBounded<int>(1);", "for (int i = 0; ; i++) { await _c.Writer.WriteAsync(i); }", "_c.Writer.TryComplete();")]
    [InlineData("TaskCompletionSource _p = new();", "await _p.Task;", "_p.TrySetResult();")]
    [InlineData("TaskCompletionSource<int> _p = new();", "await _p.Task.ConfigureAwait(false);", "_p.TrySetCanceled();")]
    [InlineData("SemaphoreSlim _s = new(0);", "while (true) { await _s.WaitAsync(); Work(); }", "_s.Release();")]
    [InlineData("BlockingCollection<int> _b = new();", "foreach (int item in _b.GetConsumingEnumerable()) { Work(item); }", "_b.CompleteAdding();")]
    [InlineData("TcpListener _l = new(IPAddress.Any, 0);", "while (true) { Work(await _l.AcceptTcpClientAsync()); }", "_l.Stop();")]
    [InlineData("Socket _s = new(SocketType.Stream, ProtocolType.Tcp);", "while (true) { Work(await _s.AcceptAsync()); }", "_s.Close();")]
    [InlineData("UdpClient _u = new(0);", "while (true) { Work(await _u.ReceiveAsync()); }", "_u.Dispose();")]
    [InlineData("Pipe _p = new();", "await _p.Reader.ReadAsync();", "_p.Writer.Complete();")]
    [InlineData("BufferBlock<int> _b = new();", "while (await _b.OutputAvailableAsync()) { Work(_b.Receive()); }", "_b.Complete();")]
    [InlineData("PeriodicTimer _t = new(TimeSpan.FromSeconds(1));", "while (await _t.WaitForNextTickAsync()) { Work(); }", "_t.Dispose();")]
    public async Task A_Wait_Or_Loop_That_Dispose_Ends(string field, string work, string end)
    {
        await Owner.Of($"private readonly {field}", work, end, isReported: false);
        await Owner.Of($"private readonly {field}", work, "Work();", isReported: true);
        await Owner.Of($"private readonly {field} public void Stop() {{ {end} }}", work, "Work();", isReported: false);
    }

    [Theory]
    [InlineData("CancellationTokenSource _cts = new();", "await Task.Delay(Timeout.Infinite, _cts.Token);", "_cts.GetHashCode();")]
    [InlineData("BlockingCollection<int> _b = new();", "foreach (int item in _b.GetConsumingEnumerable()) { Work(item); }", "_b.Dispose();")]
    [InlineData("CancellationTokenSource _cts = new();", "await Task.Delay(Timeout.Infinite);", "_cts.Cancel();")]
    [InlineData("CancellationTokenSource _cts = new();", "await Task.Delay(Timeout.Infinite, _cts.Token); _cts.Cancel();", "")]
    [InlineData("CancellationTokenSource _cts = new();", "try { await Task.Delay(Timeout.Infinite, _cts.Token); } finally { _cts.Cancel(); }", "")]
    [InlineData("CancellationTokenSource _cts = new(), _other = new();", "await Task.Delay(Timeout.Infinite, _cts.Token);", "_other.Cancel();")]
    [InlineData("SemaphoreSlim _s = new(0);", "await _s.WaitAsync();", "_s.Dispose();")]
    [InlineData("Channel<int> _c = Channel.CreateUnbounded<int>();", "await foreach (int item in _c.Reader.ReadAllAsync()) { Work(item); }", "_c.Writer.TryWrite(0);")]
    [InlineData("Channel<int> _c = Channel.CreateUnbounded<int>(), _d = Channel.CreateUnbounded<int>();", "await _c.Reader.ReadAsync();", "_d.Writer.Complete();")]
    [InlineData("TaskCompletionSource _p = new();", "await _p.Task;", "Work(_p.Task.IsCompleted);")]
    public Task An_Act_That_Does_Not_End_It_Counts_For_Nothing(string field, string work, string end) =>
        Owner.Of($"private readonly {field}", work, end, isReported: true);

    [Theory]
    [InlineData("bool _stopped;", "while (true) { if (_stopped) { break; } await _c.Reader.ReadAsync(); }", "_stopped = true;", true)]
    [InlineData("bool _stopped;", "while (!_stopped) { await _c.Reader.ReadAsync(token); }", "_stopped = true;", true)]
    [InlineData("bool _stopped;", "while (!_stopped) { await OneAsync(); }", "_stopped = true;", true)]
    [InlineData("bool _stopped;", "while (!_stopped && !token.IsCancellationRequested) { await _c.Reader.ReadAsync(token); }", "_stopped = true;", true)]
    [InlineData("bool _stopped;", "do { await _c.Reader.ReadAsync(); } while (!_stopped);", "_stopped = true;", true)]
    [InlineData("bool _stopped;", "for (; !_stopped;) { await _c.Reader.ReadAsync(); }", "_stopped = true;", true)]
    [InlineData("int _state;", "while (true) { await _c.Reader.ReadAsync(); switch (_state) { case 1: return; } }", "_state = 1;", true)]
    [InlineData("int _state;", "while (true) { await _c.Reader.ReadAsync(); if (_state > 0) { return; } }", "Interlocked.Exchange(ref _state, 1);", true)]
    [InlineData("int _state;", "while (Volatile.Read(ref _state) == 0) { await _c.Reader.ReadAsync(); }", "_state++;", true)]
    [InlineData("bool _stopped;", "while (!_stopped) { await _c.Reader.ReadAsync(); }", "Work(_stopped);", true)]
    [InlineData("bool _stopped;", "while (!_stopped) { await _c.Reader.ReadAsync(); _stopped = true; }", "", true)]
    [InlineData("bool _stopped;", "while (true) { await _c.Reader.ReadAsync(); }", "_stopped = true;", true)]
    [InlineData("bool _stopped;", "if (!_stopped) { await _c.Reader.ReadAsync(); }", "_stopped = true;", true)]
    [InlineData("readonly bool _stopped;", "while (!_stopped) { await _c.Reader.ReadAsync(); }", "", true)]
    [InlineData("const int Most = 9;", "for (int i = 0; i < Most; i++) { await _c.Reader.ReadAsync(); }", "", true)]
    [InlineData("bool _stopped; bool IsStopped => _stopped;", "while (!IsStopped) { await _c.Reader.ReadAsync(); }", "_stopped = true;", true)]
    [InlineData("bool _stopped;", "while (!_stopped) { await _c.Reader.ReadAsync(); }", "_stopped = true; _c.Writer.TryWrite(0);", false)]
    [InlineData("bool _stopped;", "while (!_stopped) { await _c.Reader.ReadAsync(); }", "_stopped = true; _c.Writer.TryComplete();", false)]
    public Task A_Flag_Does_Not_Wake_A_Wait_In_A_Loop_That_Asks_For_It(string field, string work, string end, bool isReported) => Owner.Of(
        $"private {field} private readonly Channel<int> _c = Channel.CreateUnbounded<int>(); private async Task OneAsync() => await _c.Reader.ReadAsync();",
        work, end, isReported);

    [Theory]
    [InlineData("while (!_stopped) { await Task.Delay(1000); }", "_stopped = true;", false)]
    [InlineData("while (!_stopped) { await Task.Delay(1000); }", "", true)]
    [InlineData("while (!_stopped && !token.IsCancellationRequested) { await Task.Delay(1000, token); }", "_stopped = true;", false)]
    [InlineData("while (true) { await Task.Delay(1000); if (_stopped) { return; } }", "_stopped = true;", false)]
    [InlineData("while (true) { await Task.Delay(_pause); }", "_pause = 5;", false)]
    [InlineData("while (true) { await Task.Delay(_pause); }", "", true)]
    [InlineData("while (true) { await Task.Delay(1000); Work(_stopped); }", "", true)]
    [InlineData("while (!token.IsCancellationRequested) { await Task.Delay(1000, token); }", "_stopped = true;", true)]
    [InlineData("while (true) { await Task.Delay(1000, token); Work(); }", "", true)]
    [InlineData("for (;;) { await Task.Yield(); }", "", true)]
    [InlineData("using var t = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await t.WaitForNextTickAsync(token)) { Work(); }", "", true)]
    [InlineData("while (true) { _stream.WriteByte(1); await Task.Delay(1000); }", "", true)]
    [InlineData("while (true) { _stream.WriteByte(1); await Task.Delay(1000); }", "_stream.Dispose();", false)]
    [InlineData("while (true) { try { _stream.WriteByte(1); } catch (Exception) { } await Task.Delay(1000, token); }", "_stream.Dispose();", true)]
    [InlineData("while (true) { _given.WriteByte(1); await Task.Delay(1000); }", "", false)]
    [InlineData("while (true) { _any.Run(); await Task.Delay(1000); }", "", true)]
    [InlineData("while (true) { token.ThrowIfCancellationRequested(); await Task.Delay(1000); }", "", true)]
    [InlineData("while (!token.IsCancellationRequested) { Thread.Sleep(1000); }", "", true)]
    public Task A_Loop(string work, string end, bool isReported) => Owner.Of(
        """
        private bool _stopped; private int _pause = 1000; private readonly MemoryStream _stream = new();
        private readonly Stream _given; private readonly IAny _any;
        public Subject(Stream given, IAny any) { _given = given; _any = any; }
        public interface IAny { void Run(); }
        """,
        work, end, isReported);

    [Theory]
    [InlineData("_loop?.Wait();")]
    [InlineData("_loop!.Wait(1000);")]
    [InlineData("_loop!.GetAwaiter().GetResult();")]
    [InlineData("Task.WaitAll(_loop!);")]
    [InlineData("Task.WhenAll(_loop!, Task.CompletedTask).Wait();")]
    [InlineData("_ = Task.WhenAny(_loop!, Task.Delay(1000));")]
    [InlineData("Task? loop = _loop; loop?.Wait();")]
    [InlineData("Work(_loop);")]
    [InlineData("_ = JoinAsync(); async Task JoinAsync() { await _loop!; }")]
    [InlineData("_ = JoinAsync(); async Task JoinAsync() { await _loop!.ConfigureAwait(false); }")]
    [InlineData("_ = JoinAsync(); async Task JoinAsync() { await _loop!.WaitAsync(TimeSpan.FromSeconds(5)); }")]
    [InlineData("} public Task? Completion => _loop; private void More() {")]
    [InlineData("} public Task WhenEnded() { return _loop!; } private void More() {")]
    public Task A_Task_That_Some_Member_Joins_Is_Not_Reported(string end) => Owner.Of("", "await Task.Delay(Timeout.Infinite, token);", end, isReported: false);

    [Theory]
    [InlineData("_loop = null;")]
    [InlineData("_loop?.Dispose();")]
    [InlineData("if (_loop is { IsCompleted: false }) { Work(); }")]
    [InlineData("if (_loop is null) { Work(); }")]
    [InlineData("if (_loop != null && _loop.IsCompleted) { _loop.Dispose(); }")]
    [InlineData("Work(_loop!.Status); Work(_loop.Exception);")]
    [InlineData("_ = _loop;")]
    [InlineData("_loop!.ContinueWith(t => Work(t.Exception));")]
    [InlineData("Task _loop = Task.CompletedTask; Work();")]
    public Task A_Task_That_Is_Only_Looked_At_Is_Reported(string end) => Owner.Of("", "await Task.Delay(Timeout.Infinite, token);", end, isReported: true);

    [Theory]
    [InlineData("await Task.Delay(1000, token);")]
    [InlineData("Work();")]
    [InlineData("for (int i = 0; i < 9; i++) { await Task.Delay(1000); }")]
    [InlineData("await _c.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));")]
    [InlineData("await Task.Delay(Timeout.Infinite, App.Stopping);")]
    [InlineData("await Task.Delay(Timeout.Infinite, CancellationToken.None);")]
    [InlineData("await App.RunAsync(token);")]
    public Task Work_That_Ends_By_Itself_Or_By_Others_Is_Not_Reported(string work) => Owner.Of(
        """
        private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
        private static class App { public static CancellationToken Stopping { get; set; } public static Func<CancellationToken, Task> RunAsync { get; set; } = null!; }
        """,
        work, "", isReported: false);

    /// <summary>The disposal cancels the producer, and what the producer does then completes the channel of the consumer.</summary>
    [Theory]
    [InlineData("_ = ProduceAsync(_items.Writer);", false)]
    [InlineData("await ProduceAsync(_items.Writer);", false)]
    [InlineData("try { while (true) { await Task.Delay(1000, _cts.Token); } } finally { _items.Writer.Complete(); }", false)]
    [InlineData("try { await Task.Delay(-1, _cts.Token); } catch (OperationCanceledException) { } _items.Writer.Complete();", false)]
    [InlineData("try { while (true) { Work(await _socket.ReceiveAsync(new byte[10])); } } catch (ObjectDisposedException) { _items.Writer.TryComplete(); }", false)]
    [InlineData("_items.Writer.Complete();", true)]
    [InlineData("await Task.Delay(-1, _cts.Token); _items.Writer.Complete();", true)]
    [InlineData("try { await Task.Delay(1000); } finally { _items.Writer.Complete(); }", true)]
    [InlineData("try { await Task.Delay(-1, stop); } finally { _items.Writer.Complete(); }", true)]
    [InlineData("try { await SendAsync(); } finally { _items.Writer.Complete(); }", true)]
    public Task What_Runs_When_The_Disposal_Has_Ended_Another_Wait_Counts(string produce, bool isReported) => Owner.Verify(
        $$"""
        using System.Net.Sockets;

        public sealed class C : IDisposable
        {
            private readonly CancellationTokenSource _cts = new();
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();

            public C() => _ = PUMP(_items.Reader);

            public async Task RunAsync(CancellationToken stop)
            {
                {{produce}}
            }

            public void Dispose()
            {
                _cts.Cancel();
                _socket.Dispose();
            }

            private async Task ProduceAsync(ChannelWriter<int> writer)
            {
                try
                {
                    while (true)
                    {
                        await Task.Delay(1000, _cts.Token);
                        writer.TryWrite(1);
                    }
                }
                finally
                {
                    writer.Complete();
                }
            }

            private async Task SendAsync() => await _socket.SendAsync(new byte[10]);

            private static void Work(int item)
            {
            }

            private static async Task PumpAsync(ChannelReader<int> reader)
            {
                await foreach (int item in reader.ReadAllAsync())
                {
                    Work(item);
                }
            }
        }
        """, isReported);

    /// <summary>The disposal cancels a stage of a pipeline. The exception leaves the stage before it completes the channel of the next one.</summary>
    [Theory]
    [InlineData("await foreach (int i in _in.Reader.ReadAllAsync(ct)) { _out.Writer.TryWrite(i); } _out.Writer.Complete();", true)]
    [InlineData("await foreach (int i in _in.Reader.ReadAllAsync().WithCancellation(ct).ConfigureAwait(false)) { _out.Writer.TryWrite(i); } _out.Writer.Complete();", true)]
    [InlineData("while (await _in.Reader.WaitToReadAsync(ct)) { while (_in.Reader.TryRead(out int i)) { _out.Writer.TryWrite(i); } } Finish();", true)]
    [InlineData("try { await foreach (int i in _in.Reader.ReadAllAsync(ct)) { _out.Writer.TryWrite(i); } _out.Writer.Complete(); } catch (OperationCanceledException) { }", true)]
    [InlineData("try { await foreach (int i in _in.Reader.ReadAllAsync(ct)) { _out.Writer.TryWrite(i); } } finally { _out.Writer.TryWrite(0); } _out.Writer.Complete();", true)]
    [InlineData("await ReadAsync(ct); _out.Writer.Complete();", true)]
    [InlineData("await Task.Delay(-1, ct).ConfigureAwait(false); _out.Writer.Complete();", true)]
    [InlineData("await Task.Delay(-1, ct); _ = Task.Run(() => _out.Writer.Complete());", true)]
    [InlineData("try { await foreach (int i in _in.Reader.ReadAllAsync(ct)) { _out.Writer.TryWrite(i); } } finally { _out.Writer.Complete(); }", false)]
    [InlineData("try { await foreach (int i in _in.Reader.ReadAllAsync(ct)) { _out.Writer.TryWrite(i); } } catch (OperationCanceledException) { _out.Writer.Complete(); }", false)]
    [InlineData("try { await foreach (int i in _in.Reader.ReadAllAsync(ct)) { _out.Writer.TryWrite(i); } } catch (OperationCanceledException) { } _out.Writer.Complete();", false)]
    [InlineData("try { try { await ReadAsync(ct); } finally { _out.Writer.TryWrite(0); } } catch (OperationCanceledException) { } _out.Writer.Complete();", false)]
    [InlineData("await QuietlyAsync(ct); _out.Writer.Complete();", false)]
    [InlineData("await Task.Delay(-1, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); _out.Writer.Complete();", false)]
    [InlineData("await Task.WhenAny(Task.Delay(-1, ct), _in.Reader.WaitToReadAsync(ct).AsTask()); _out.Writer.Complete();", false)]
    [InlineData("await Task.Delay(-1, ct).ContinueWith(_ => { }); _out.Writer.Complete();", false)]
    [InlineData("while (!ct.IsCancellationRequested) { await Task.Delay(1000, ct); } _out.Writer.Complete();", false)]
    [InlineData("while (!ct.IsCancellationRequested) { await _in.Reader.ReadAsync(ct); } _out.Writer.Complete();", false)]
    [InlineData("while (true) { if (_out.Reader.Count > 9) { break; } await _in.Reader.ReadAsync(ct); } _out.Writer.Complete();", false)]
    [InlineData("if (_out.Reader.Count > 9) { await Task.Delay(-1, ct); } _out.Writer.Complete();", false)]
    [InlineData("_out.Writer.Complete(); await Task.Delay(-1, ct);", false)]
    [InlineData("await _peer.ReceiveAsync(new byte[1], ct); _out.Writer.Complete();", false)]
    [InlineData("await foreach (int i in _other.Reader.ReadAllAsync(ct)) { _out.Writer.TryWrite(i); } _out.Writer.Complete();", false)]
    [InlineData("ct.WaitHandle.WaitOne(); _out.Writer.Complete();", false)]
    [InlineData("await Task.Delay(1000, ct); _out.Writer.Complete();", false)]
    [InlineData("_ = ReadAsync(ct); _out.Writer.Complete();", false)]
    [InlineData("await MayReadAsync(ct); _out.Writer.Complete();", false)]
    public async Task What_Comes_After_A_Cancelled_Wait_Is_Not_Reached(string map, bool isReported)
    {
        await Owner.Verify(Pipeline("_ = MapAsync(_cts.Token);", map, ""), isReported);
        await Owner.Verify(Pipeline("CancellationToken ct = _cts.Token; _ = Task.Run(async () => { " + map + " });", "await Task.Yield();", ""), isReported);
        await Owner.Verify(Pipeline("_ = Task.Run(() => MapAsync(_cts.Token));", map, ""), isReported);
    }

    /// <summary>Another member, or another stage, may complete the channel that the cancelled stage reads.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("public void Finish(int last) => _in.Writer.Complete();", false)]
    [InlineData("public ChannelWriter<int> Input => _in.Writer;", false)]
    [InlineData("public void Start() => _ = FirstAsync(); private async Task FirstAsync() { await Task.Yield(); _in.Writer.Complete(); }", false)]
    [InlineData("public void Start() => _ = FirstAsync(); private async Task FirstAsync() { await Task.Delay(-1, _cts.Token); _in.Writer.Complete(); }", true)]
    public Task Unless_The_Wait_May_End_By_Itself(string member, bool isReported) => Owner.Verify(
        Pipeline("_ = MapAsync(_cts.Token);", "await foreach (int i in _in.Reader.ReadAllAsync(ct)) { _out.Writer.TryWrite(i); } _out.Writer.Complete();", member), isReported);

    private static string Pipeline(string start, string map, string member) => $$"""
        using System.Net.Sockets;

        public sealed class Pipeline : IDisposable
        {
            private readonly Channel<int> _in = Channel.CreateUnbounded<int>();
            private readonly Channel<int> _out = Channel.CreateUnbounded<int>();
            private readonly Channel<int> _other = Channel.CreateUnbounded<int>();
            private readonly Socket _peer = new(SocketType.Stream, ProtocolType.Tcp);
            private readonly CancellationTokenSource _cts = new();

            public Pipeline()
            {
                {{start}}
                _ = PUMP();
            }

            {{member}}

            public void Post(int i) => _in.Writer.TryWrite(i);

            public void Dispose()
            {
                _cts.Cancel();
                _other.Writer.Complete();
                _peer.Dispose();
            }

            private async Task MapAsync(CancellationToken ct) { {{map}} }

            private async Task ReadAsync(CancellationToken ct)
            {
                await foreach (int i in _in.Reader.ReadAllAsync(ct))
                {
                    _out.Writer.TryWrite(i);
                }
            }

            private async Task MayReadAsync(CancellationToken ct)
            {
                if (_out.Reader.Count < 9)
                {
                    await ReadAsync(ct);
                }
            }

            private async Task QuietlyAsync(CancellationToken ct)
            {
                try
                {
                    await ReadAsync(ct);
                }
                catch (OperationCanceledException)
                {
                }
            }

            private void Finish() => _out.Writer.Complete();

            private async Task PumpAsync()
            {
                await foreach (int i in _out.Reader.ReadAllAsync())
                {
                    Console.WriteLine(i);
                }
            }
        }
        """;
}
