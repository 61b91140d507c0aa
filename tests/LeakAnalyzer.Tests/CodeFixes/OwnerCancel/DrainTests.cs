namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests disposals and stop methods that wait. The fix cancels the task before they wait, or isn't offered.</summary>
public class DrainTests
{
    private const string Count = "private int _pending = 1;";
    private const string Promise = "private readonly TaskCompletionSource _drained = new(), _ready = new();";

    [Theory]
    [InlineData(Count, "_pending--;", "while (_pending > 0) { await Task.Delay(10); }")]
    [InlineData(Count, "Interlocked.Decrement(ref _pending);", "while (Volatile.Read(ref _pending) > 0) await Task.Yield();")]
    [InlineData(Count, "_pending--;", "while (true) { if (_pending == 0) break; Thread.Sleep(1); } await Task.Yield();")]
    [InlineData(Count, "_pending--;", "do { await Task.Delay(1); } while (_pending > 0);")]
    [InlineData(Count, "_pending--;", "await Task.Yield(); while (_pending > 0) { }")]
    [InlineData(Count, "_pending--;", "await Task.Yield(); SpinWait.SpinUntil(() => _pending == 0);")]
    [InlineData(Count, "_pending--;", "await Task.Yield(); lock (_gate) { while (_pending > 0) { Monitor.Wait(_gate); } }")]
    [InlineData(Count + " private bool IsBusy => _pending > 0;", "_pending--;", "while (IsBusy) await Task.Delay(10);")]
    [InlineData(Count + " private bool IsBusy() => _pending > 0;", "_pending--;", "while (IsBusy()) await Task.Delay(10);")]
    [InlineData(Count + " private void Done() => _pending--;", "Done();", "while (_pending > 0) await Task.Delay(10);")]
    [InlineData(Count + " private async Task DrainAsync() { while (_pending > 0) await Task.Delay(10); }", "_pending--;", "await DrainAsync();")]
    [InlineData(Promise, "_drained.TrySetResult();", "await _drained.Task;")]
    [InlineData(Promise, "_drained.TrySetResult();", "await _drained.Task.WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);")]
    [InlineData(Promise, "_drained.TrySetResult();", "await Task.WhenAll(_drained.Task, Task.Delay(10));")]
    [InlineData(Promise, "_drained.TrySetResult();", "Task drained = _drained.Task; await drained;")]
    [InlineData(Promise, "_drained.TrySetResult();", "await Task.Yield(); _drained.Task.Wait();")]
    [InlineData(Promise, "_drained.TrySetResult();", "await Task.Yield(); _drained.Task.GetAwaiter().GetResult();")]
    [InlineData("private readonly ManualResetEventSlim _idle = new();", "_idle.Set();", "await Task.Yield(); _idle.Wait();")]
    [InlineData("private readonly ManualResetEvent _idle = new(false);", "_idle.Set();", "await Task.Yield(); _idle.WaitOne();")]
    [InlineData("private readonly CountdownEvent _left = new(1);", "_left.Signal();", "await Task.Yield(); _left.Wait();")]
    [InlineData("private readonly SemaphoreSlim _permit = new(0);", "_permit.Release();", "await _permit.WaitAsync();")]
    [InlineData("private readonly BlockingCollection<int> _results = new();", "_results.Add(1);", "await Task.Yield(); Console.WriteLine(_results.Take());")]
    [InlineData("private readonly IJobs _jobs = null!; public interface IJobs { void Done(); Task AllAsync(); }", "_jobs.Done();", "await _jobs.AllAsync();")]
    [InlineData("private readonly Channel<int> _results = Channel.CreateBounded<int>(1);", "_results.Writer.TryWrite(1);", "await foreach (int result in _results.Reader.ReadAllAsync()) { Console.WriteLine(result); }")]
    [InlineData("private readonly Channel<int> _results = Channel.CreateBounded<int>(1); private Task? _sum; public void Sum() => _sum = Task.Run(async () => await _results.Reader.Completion);", "_results.Writer.TryComplete();", "await _sum!;")]
    public Task A_Wait_For_What_The_Task_Does(string members, string inWork, string end) =>
        VerifyFix.DoesNotCancelOnDispose(Poller(members, inWork, end));

    [Theory]
    [InlineData(Count, "", "while (_pending > 0) { await Task.Delay(10); }")]
    [InlineData(Promise, "_ready.TrySetResult();", "await _drained.Task;")]
    [InlineData(Count, "_pending--;", "await Task.Delay(_pending);")]
    [InlineData("private string _name = \"\";", "_name += \".\";", "await Console.Out.WriteLineAsync(_name);")]
    [InlineData("private readonly ConcurrentQueue<IAsyncDisposable> _jobs = new();", "_jobs.Clear();", "while (_jobs.TryDequeue(out IAsyncDisposable? job)) { await job.DisposeAsync(); }")]
    [InlineData("private readonly System.IO.MemoryStream _log = new();", "_log.WriteByte(1);", "await _log.FlushAsync(); await _log.DisposeAsync();")]
    [InlineData("private readonly Other _other = null!; public class Other : IAsyncDisposable { public void Use() { } public async ValueTask DisposeAsync() => await Task.Yield(); }", "_other.Use();", "await _other.DisposeAsync();")]
    [InlineData("private readonly SemaphoreSlim _lock = new(1);", "_lock.Wait(); _lock.Release();", "await _lock.WaitAsync(); _lock.Release();")]
    [InlineData("private readonly Semaphore _lock = new(1, 1);", "_lock.WaitOne(); _lock.Release();", "await Task.Yield(); _lock.WaitOne(); _lock.Release();")]
    [InlineData("private Task? _beat; public void Beat(CancellationToken stop) => _beat = Task.Delay(100, stop);", "_runs++;", "if (_beat != null) { await _beat; }")]
    public Task Any_Other_Wait_Stands_After_The_Cancel(string members, string inWork, string end) =>
        VerifyFix.CancelsOnDispose(Poller(members, inWork, end), Fixed(members, inWork, end));

    [Fact]
    public Task A_Wait_For_The_Task_Itself_Comes_To_Its_End_By_The_Cancel()
    {
        return VerifyFix.CancelsOnDispose(Code("{|LEAK010:RunAsync|}()", "", ""), Code("RunAsync(_disposeCts.Token)", "\n    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();", Joined));

        string Code(string start, string field, string cancel) =>
            $$"""
            sealed class Poller : IAsyncDisposable
            {
                private readonly Task _loop;{{field}}

                public Poller() => _loop = {{start}};

                private async Task RunAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);

                public async ValueTask DisposeAsync()
                {
                    {{cancel}}while (!_loop.IsCompleted) { await Task.Delay(10); }
                }
            }
            """;
    }

    [Fact]
    public Task A_Wait_Before_The_Source_That_Is_Cancelled()
    {
        return VerifyFix.Cancels(Code("{|LEAK003:new()|}", ""), Code("new()", "_stop.Cancel();\n        "));

        static string Code(string creation, string cancel) =>
            $$"""
            sealed class Poller : IDisposable
            {
                private readonly CancellationTokenSource _stop = {{creation}};
                private readonly Task _loop;
                private int _pending = 1;

                public Poller() => _loop = RunAsync(_stop.Token);

                public void Dispose()
                {
                    while (Volatile.Read(ref _pending) > 0) { Thread.Sleep(1); }
                    {{cancel.TrimStart()}}_stop.Dispose();
                }

                private async Task RunAsync(CancellationToken stop)
                {
                    while (true)
                    {
                        await Task.Delay(10, stop);
                        Interlocked.Decrement(ref _pending);
                    }
                }
            }
            """;
    }

    [Theory]
    [InlineData("_stop.Cancel(); while (Volatile.Read(ref _pending) > 0) { Thread.Sleep(1); }", true)]
    [InlineData("while (Volatile.Read(ref _pending) > 0) { Thread.Sleep(1); } _stop.Cancel();", false)]
    public Task A_Source_That_The_Type_Cancels_Already(string end, bool isCancelledFirst)
    {
        return isCancelledFirst ? VerifyFix.DoesNotCancelOnDispose(Code("{|LEAK001:RunAsync|}()")) : VerifyFix.CancelsOnDispose(Code("{|LEAK001:RunAsync|}()"), Code("RunAsync(_stop.Token)"));

        string Code(string start) =>
            $$"""
            sealed class Poller : IDisposable
            {
                private readonly CancellationTokenSource _stop = new();
                private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
                private int _pending = 1;

                public void Start() => _ = {{start}};

                public void Dispose()
                {
                    {{end}}
                }

                private async Task RunAsync(CancellationToken stop = default)
                {
                    await _items.Reader.ReadAsync(stop);
                    Interlocked.Decrement(ref _pending);
                }
            }
            """;
    }

    [Fact]
    public Task The_Object_Waits_Through_Another_Name_Of_What_The_Task_Reads() => VerifyFix.DoesNotCancelOnDispose(
        """
        sealed class Poller : IAsyncDisposable
        {
            private readonly ChannelReader<int> _reader;

            public Poller(ChannelReader<int> reader)
            {
                _reader = reader ?? throw new ArgumentNullException(nameof(reader));
                _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
            }

            public async ValueTask DisposeAsync() => await _reader.Completion;
        }
        """);

    [Fact]
    public Task A_Base_Type_Waits_After_The_Cancel() => VerifyFix.DoesNotCancelOnDispose(
        """
        class Base : IAsyncDisposable
        {
            protected int Pending = 1;

            public virtual async ValueTask DisposeAsync()
            {
                while (Pending > 0)
                {
                    await Task.Delay(10);
                }
            }
        }

        sealed class Poller : Base
        {
            public void Start(ChannelReader<int> reader)
            {
                _ = {|LEAK001:Task.Run|}(async () => { await reader.ReadAsync(); Pending--; });
            }

            public override async ValueTask DisposeAsync() => await base.DisposeAsync();
        }
        """);

    private const string Joined =
        """
        if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync();
                }

                await Task.WhenAny(_loop);
                _disposeCts.Dispose();
                
        """;

    private static string Ended(string source) =>
        $$"""
        if (!{{source}}.IsCancellationRequested)
                {
                    {{source}}.Cancel();
                }


        """;

    private static string Poller(string members, string inWork, string end) => Type(members, "", "", "_ = {|LEAK001:Task.Run|}(async () => { await reader.ReadAsync(); " + inWork + " });", "", end);

    private static string Fixed(string members, string inWork, string end) => Type(
        members,
        " private readonly CancellationTokenSource _disposeCts = new();",
        "CancellationToken disposeToken = _disposeCts.Token;\n        ",
        "_ = Task.Run(async () => { await reader.ReadAsync(disposeToken); " + inWork + " });",
        "if (!_disposeCts.IsCancellationRequested)\n        {\n            await _disposeCts.CancelAsync();\n        }\n\n        _disposeCts.Dispose();\n        ",
        end);

    private static string Type(string members, string field, string token, string start, string cancel, string end) =>
        $$"""
        class Poller : IAsyncDisposable
        {
            private readonly object _gate = new(); private int _runs = 1;{{field}}

            public override string ToString() => _gate.ToString() + _runs;

            {{members}}

            public void Start(ChannelReader<int> reader)
            {
                {{token}}{{start}}
            }

            public async ValueTask DisposeAsync()
            {
                {{cancel}}{{end}}
            }
        }
        """;
}
