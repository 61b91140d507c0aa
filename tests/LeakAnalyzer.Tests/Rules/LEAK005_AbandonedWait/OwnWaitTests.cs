namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests waits that the project builds itself: on its own event type, or as a blocking wait in <c>Task.Run</c>.</summary>
public class OwnWaitTests
{
    private const string Signal = """

        sealed class AutoSignal
        {
            private readonly Queue<TaskCompletionSource> _waiters = new();
            private bool _isSet;

            public Task WaitAsync(CancellationToken token = default)
            {
                lock (_waiters)
                {
                    if (_isSet)
                    {
                        _isSet = false;
                        return Task.CompletedTask;
                    }

                    var waiter = new TaskCompletionSource();
                    _waiters.Enqueue(waiter);
                    return waiter.Task;
                }
            }

            public void Set()
            {
                lock (_waiters)
                {
                    if (_waiters.Count > 0)
                    {
                        _waiters.Dequeue().TrySetResult();
                    }
                    else
                    {
                        _isSet = true;
                    }
                }
            }
        }

        sealed class Latch
        {
            private readonly TaskCompletionSource _open = new();

            public Task WaitAsync() => _open.Task;

            public void Set() => _open.TrySetResult();
        }
        """;

    [Theory]
    [InlineData("await Task.WhenAny({|LEAK005:_signal.WaitAsync()|}, other);")]
    [InlineData("while (flag) { await Task.WhenAny({|LEAK005:_signal.WaitAsync()|}, Task.Delay(10)); }")]
    [InlineData("while (flag) { Task signalled = {|LEAK005:_signal.WaitAsync()|}; if (await Task.WhenAny(signalled, other) == signalled) { Work(); } }")]
    [InlineData("await {|LEAK005:_signal.WaitAsync(token)|}.WaitAsync(TimeSpan.FromSeconds(1));")]
    public Task A_Wait_Of_An_Own_Signal_Is_Reported(string code) => Verify.Reported(Body(code), Setup.Races);

    [Theory]
    [InlineData("await Task.WhenAny(_latch.WaitAsync(), other);")]
    [InlineData("while (flag) { await Task.WhenAny(_latch.WaitAsync(), Task.Delay(10)); }")]
    [InlineData("await _signal.WaitAsync();")]
    [InlineData("await Task.WhenAll(_signal.WaitAsync(), other);")]
    [InlineData("Task? signalled = null; while (flag) { signalled ??= _signal.WaitAsync(); if (await Task.WhenAny(signalled, other) == signalled) { signalled = null; } }")]
    [InlineData("using var over = new CancellationTokenSource(); await Task.WhenAny(_signal.WaitAsync(over.Token), other); over.Cancel();")]
    [InlineData("await Task.WhenAny(WorkAsync(), other);")]
    public Task What_Only_Tells_A_State_Or_Is_Not_Abandoned_Is_Not_Reported(string code) => Verify.Silent(Body(code), Setup.Races);

    [Theory]
    [InlineData("while (flag) { Task exit = {|LEAK005:Task.Run(() => _exit.WaitOne())|}; await Task.WhenAny(Task.Delay(10), exit); }")]
    [InlineData("while (flag) { await Task.WhenAny(other, {|LEAK005:Task.Run(() => { _exit.WaitOne(); })|}); }")]
    [InlineData("await Task.WhenAny(other, {|LEAK005:Task.Run(() => _auto.WaitOne())|});")]
    [InlineData("await Task.WhenAny(other, {|LEAK005:Task.Run(() => _gate.Wait())|});")]
    [InlineData("await Task.WhenAny(other, {|LEAK005:Task.Run(() => items.Take())|});")]
    public Task A_Blocking_Wait_In_A_Task_Of_Its_Own_Is_Reported(string code) => Verify.Reported(Body(code), Setup.Races);

    [Theory]
    [InlineData("await Task.WhenAny(other, Task.Run(() => _exit.WaitOne()));")]
    [InlineData("while (flag) { await Task.WhenAny(other, Task.Run(() => _exit.WaitOne(1000))); }")]
    [InlineData("while (flag) { await Task.WhenAny(other, Task.Run(() => Work())); }")]
    [InlineData("while (flag) { Task exit = Task.Run(() => _exit.WaitOne()); await Task.WhenAny(other, exit); await exit; }")]
    [InlineData("var exit = Task.Run(() => _exit.WaitOne()); while (flag) { await Task.WhenAny(other, exit); }")]
    public Task A_Blocking_Wait_That_Ends_Is_Not_Reported(string code) => Verify.Silent(Body(code), Setup.Races);

    /// <summary>An abandoned wait takes a signal of an <c>AsyncAutoResetEvent</c> from another wait. An <c>AsyncManualResetEvent</c> ends all waits.</summary>
    [Theory]
    [InlineData("AsyncAutoResetEvent", true)]
    [InlineData("AsyncManualResetEvent", false)]
    public async Task An_Event_Of_A_Package_Is_Reported_Where_It_Lets_One_Through(string type, bool isReported)
    {
        string wait = isReported ? "{|LEAK005:_changed.WaitAsync()|}" : "_changed.WaitAsync()";
        string code = $$"""
            sealed class Poller
            {
                private readonly Nito.AsyncEx.{{type}} _changed = new();

                public async Task RunAsync(CancellationToken token)
                {
                    while (!token.IsCancellationRequested)
                    {
                        await Task.WhenAny({{wait}}, Task.Delay(1000, token));
                    }
                }

                public void Change() => _changed.Set();
            }

            namespace Nito.AsyncEx
            {
                public sealed class {{type}}
                {
                    public Task WaitAsync() => Task.CompletedTask;
                    public void Set() { }
                }
            }
            """;
        await (isReported ? Verify.Reported(code, Setup.Races) : Verify.Silent(code, Setup.Races));
    }

    private static string Body(string code) => Code.Class($$"""
        private readonly AutoSignal _signal = new();
        private readonly Latch _latch = new();
        private readonly ManualResetEvent _exit = new(false);
        private readonly AutoResetEvent _auto = new(false);
        private readonly SemaphoreSlim _gate = new(0);

        public async Task Scope(Task other, bool flag, BlockingCollection<int> items, CancellationToken token)
        {
            {{code}}
        }

        public void End()
        {
            _signal.Set();
            _latch.Set();
            _exit.Set();
            _auto.Set();
            _gate.Release();
        }

        private static async Task WorkAsync() => await Task.Yield();
        """) + Signal;
}
