using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests what a report says a task is waiting for.</summary>
public sealed class WaitsTests : IDisposable
{
    private readonly Channel<int> _unbounded = Channel.CreateUnbounded<int>();
    private readonly Channel<string> _full = Channel.CreateBounded<string>(1);
    private readonly SemaphoreSlim _semaphore = new(0);
    private readonly TaskCompletionSource<int> _promise = new();
    private readonly CancellationTokenSource _cts = new();
    private readonly Pipe _pipe = new();
    private readonly PeriodicTimer _timer = new(TimeSpan.FromHours(1));
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public WaitsTests() => _full.Writer.TryWrite("");

    [Fact]
    public async Task A_Wait_On_A_Channel_Is_Named()
    {
        Assert.Equal("ChannelReader<int>.ReadAsync", await WaitOf(async () => await _unbounded.Reader.ReadAsync()));
        Assert.Equal("ChannelReader<int>.ReadAsync", await WaitOf(async () => await _unbounded.Reader.ReadAsync(_cts.Token).ConfigureAwait(false)));
        Assert.Equal("ChannelReader.WaitToReadAsync", await WaitOf(async () => await _unbounded.Reader.WaitToReadAsync()));
        Assert.Equal("ChannelWriter<string>.WriteAsync", await WaitOf(async () => await _full.Writer.WriteAsync("")));
        Assert.Equal("ChannelWriter.WaitToWriteAsync", await WaitOf(async () => await _full.Writer.WaitToWriteAsync()));
        Assert.Equal("ChannelReader<int>.ReadAllAsync", await WaitOf(async () =>
        {
            await foreach (int item in _unbounded.Reader.ReadAllAsync())
            {
            }
        }));
    }

    [Fact]
    public async Task A_Wait_On_A_Promise_Is_Named()
    {
        Assert.Equal("TaskCompletionSource<int>.Task", await WaitOf(async () => await _promise.Task));
        Assert.Equal("Task.Delay", await WaitOf(async () => await Task.Delay(Timeout.Infinite, _cts.Token)));
        Assert.Equal("Task.WhenAll", await WaitOf(async () => await Task.WhenAll(_promise.Task, _promise.Task)));
        Assert.Equal("Task.WhenAny", await WaitOf(async () => await Task.WhenAny(_promise.Task, Task.Delay(Timeout.Infinite))));
        Assert.Equal("Task.WhenAny", await WaitOf(async () => await Task.WhenAny([_promise.Task, _promise.Task, _promise.Task])));
        Assert.Equal("Task.WaitAsync", await WaitOf(async () => await _promise.Task.WaitAsync(_cts.Token)));
    }

    [Fact]
    public async Task A_Wait_On_A_Signal_Or_A_Stream_Is_Named()
    {
        _listener.Start();
        Assert.Equal("SemaphoreSlim.WaitAsync", await WaitOf(async () => await _semaphore.WaitAsync()));
        Assert.Equal("SemaphoreSlim.WaitAsync", await WaitOf(async () => await _semaphore.WaitAsync(_cts.Token)));
        Assert.Equal("PeriodicTimer.WaitForNextTickAsync", await WaitOf(async () => await _timer.WaitForNextTickAsync()));
        Assert.Equal("PipeReader.ReadAsync", await WaitOf(async () => await _pipe.Reader.ReadAsync()));
        Assert.Equal("TcpListener.AcceptTcpClientAsync", await WaitOf(async () => await _listener.AcceptTcpClientAsync()));
    }

    [Fact]
    public async Task A_Wait_On_Other_Work_Names_Its_Method()
    {
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            _ = OuterAsync();
            return Task.CompletedTask;
        });

        LeakedTask stuck = Assert.Single(leak.Tasks);
        Assert.Equal(("LeakAnalyzer.LeakTest.Tests.Leaks.WaitFor", "TaskCompletionSource<int>.Task"), (stuck.Method, stuck.WaitsFor));
        Assert.Equal(["LeakAnalyzer.LeakTest.Tests.WaitsTests.A_Wait_On_Other_Work_Names_Its_Method.OuterAsync"], stuck.AwaitedBy);

        async Task OuterAsync() => await Leaks.WaitFor(_promise.Task);
    }

    [Fact]
    public async Task A_Wait_On_A_Delegate_Names_Its_Method()
    {
        using var gate = new ManualResetEventSlim();
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            _ = WaitForDelegate();
            return Task.CompletedTask;
        }, Leaks.Patient);
        gate.Set();

        LeakedTask stuck = Assert.Single(leak.Tasks);
        Assert.Equal("LeakAnalyzer.LeakTest.Tests.WaitsTests.A_Wait_On_A_Delegate_Names_Its_Method lambda", stuck.Method);
        Assert.Equal(["LeakAnalyzer.LeakTest.Tests.WaitsTests.A_Wait_On_A_Delegate_Names_Its_Method.WaitForDelegate"], stuck.AwaitedBy);

        async Task WaitForDelegate() => await Task.Run(() => gate.Wait());
    }

    public void Dispose()
    {
        _cts.Dispose();
        _semaphore.Dispose();
        _timer.Dispose();
        _listener.Dispose();
    }

    /// <summary>Gets what the only reported task waits for.</summary>
    private static async Task<string?> WaitOf(Func<Task> wait) => (await Leaks.OneAsync(() =>
    {
        _ = wait();
        return Task.CompletedTask;
    })).WaitsFor;
}
