using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests that a check counts a task, whatever starts it.</summary>
public class StartedWorkTests
{
    private const string Here = "LeakAnalyzer.LeakTest.Tests.StartedWorkTests.";

    private readonly TaskCompletionSource _never = new();

    [Fact]
    public async Task An_Async_Method_At_An_Await_Is_Seen()
    {
        LeakedTask leak = await Leaks.OneAsync(() =>
        {
            _ = WaitAsync();
            return Task.CompletedTask;
        });

        Assert.Equal(Here + "WaitAsync", leak.Method);
        Assert.Equal("TaskCompletionSource.Task", leak.WaitsFor);
    }

    [Fact]
    public async Task The_Body_Itself_Is_Awaited_And_Not_Seen() =>
        await LeakCheck.NoneAsync(async () =>
        {
            await Task.Yield();
            await Task.Delay(1);
        });

    [Fact]
    public async Task An_Async_Method_With_ConfigureAwait_False_Is_Seen()
    {
        LeakedTask leak = await Leaks.OneAsync(async () =>
        {
            await Task.Delay(1).ConfigureAwait(false);
            _ = WaitElsewhereAsync();
        });

        Assert.Equal(Here + "WaitElsewhereAsync", leak.Method);
    }

    [Fact]
    public async Task An_Async_Lambda_Of_A_Task_Is_Seen()
    {
        LeakedTask leak = await Leaks.OneAsync(async () => await Task.Run(() => { _ = Task.Run(async () => await _never.Task); }), Leaks.Patient);

        Assert.Equal(Here + "An_Async_Lambda_Of_A_Task_Is_Seen lambda", leak.Method);
    }

    [Fact]
    public async Task A_Delegate_That_Blocks_Its_Thread_Is_Seen()
    {
        using var gate = new ManualResetEventSlim();
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            _ = Task.Run(() => gate.Wait());
            _ = Task.Factory.StartNew(Block, gate, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return Task.CompletedTask;
        }, Leaks.Patient);

        gate.Set();
        Assert.Equal([Here + "A_Delegate_That_Blocks_Its_Thread_Is_Seen lambda", Here + "Block"], leak.Tasks.Select(task => task.Method));
        Assert.Equal("nothing: it runs, or blocks its thread", leak.Tasks[1].WaitsFor);
    }

    [Fact]
    public async Task A_Continuation_Is_Seen()
    {
        LeakedTask leak = await Leaks.OneAsync(() =>
        {
            _ = _never.Task.ContinueWith(Continue, TaskScheduler.Default);
            return Task.CompletedTask;
        });

        Assert.Equal(Here + "Continue", leak.Method);
        Assert.Equal("TaskCompletionSource.Task", leak.WaitsFor);
    }

    [Fact]
    public async Task A_Continuation_That_Is_Not_Needed_Is_Not_Seen() =>
        await LeakCheck.NoneAsync(async () =>
        {
            Task done = Task.Run(() => { });
            _ = done.ContinueWith(Continue, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            await done;
        });

    [Fact]
    public async Task An_Async_Void_Method_Is_Seen()
    {
        LeakedTask leak = await Leaks.OneAsync(() =>
        {
            WaitVoid();
            return Task.CompletedTask;
        });

        Assert.Equal(Here + "WaitVoid", leak.Method);
    }

    [Fact]
    public async Task A_ValueTask_And_A_Generic_Method_Are_Seen()
    {
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            _ = WaitValueAsync("");
            return Task.CompletedTask;
        });

        Assert.Equal(Here + "WaitValueAsync<string>", Assert.Single(leak.Tasks).Method);
    }

    [Fact]
    public async Task A_Local_Function_Is_Seen()
    {
        LeakedTask leak = await Leaks.OneAsync(() =>
        {
            async Task LocalAsync() => await _never.Task;
            _ = LocalAsync();
            return Task.CompletedTask;
        });

        Assert.Equal(Here + "A_Local_Function_Is_Seen.LocalAsync", leak.Method);
    }

    [Fact]
    public async Task An_Iterator_That_Nobody_Disposes_Is_Seen_With_Its_Reader()
    {
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            _ = ReadAllAsync();
            return Task.CompletedTask;
        });

        LeakedTask items = Assert.Single(leak.Tasks);
        Assert.Equal(Here + "ItemsAsync", items.Method);
        Assert.Equal([Here + "ReadAllAsync"], items.AwaitedBy);
    }

    [Fact]
    public async Task An_Iterator_That_Is_Left_Early_Is_Not_Seen() =>
        await LeakCheck.NoneAsync(async () =>
        {
            await foreach (int item in ItemsAsync(Task.CompletedTask))
            {
                break;
            }
        });

    [Fact]
    public async Task What_A_Timer_And_The_Pool_Start_Is_Seen()
    {
        LeakException leak = await Leaks.CaughtAsync(async () =>
        {
            var ticked = new TaskCompletionSource();
            using var timer = new Timer(_ => { WaitVoid(); ticked.TrySetResult(); }, null, 1, Timeout.Infinite);
            await ticked.Task;

            var queued = new TaskCompletionSource();
            ThreadPool.QueueUserWorkItem(_ => { _ = WaitAsync(); queued.SetResult(); });
            await queued.Task;
        });

        Assert.Equal([Here + "WaitVoid", Here + "WaitAsync"], leak.Tasks.Select(task => task.Method));
    }

    [Fact]
    public async Task What_Is_Started_Without_The_Flow_In_A_Task_Is_Seen()
    {
        LeakedTask leak = await Leaks.OneAsync(() =>
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(WaitAsync);
            }

            return Task.CompletedTask;
        }, Leaks.Patient);

        Assert.Equal(Here + "WaitAsync", leak.Method);
    }

    [Fact]
    public async Task What_Is_Started_Deep_Below_Is_Seen()
    {
        LeakedTask leak = await Leaks.OneAsync(async () => await DescendAsync(20));

        Assert.Equal(Here + "WaitAsync", leak.Method);
    }

    [Fact]
    public async Task A_Promise_Is_No_Work() =>
        await LeakCheck.NoneAsync(() =>
        {
            _ = Task.Delay(Timeout.Infinite);
            _ = new TaskCompletionSource().Task;
            _ = Task.WhenAll(_never.Task, Task.Delay(Timeout.Infinite));
            _ = Task.WhenAny(_never.Task, Task.Delay(Timeout.Infinite));
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Work_That_Ran_Before_Is_Not_Seen()
    {
        Task before = WaitAsync();

        await LeakCheck.NoneAsync(() => Task.FromResult(before.Status));
    }

    [Fact]
    public async Task Work_That_Faults_Or_Is_Cancelled_Is_Not_Seen() =>
        await LeakCheck.NoneAsync(async () =>
        {
            using var cts = new CancellationTokenSource();
            Task cancelled = Leaks.WaitFor(Task.Delay(Timeout.Infinite, cts.Token));
            Task notStarted = Task.Run(() => { }, new CancellationToken(canceled: true));
            Task faulted = FaultAsync();
            Task faultedDelegate = Task.Run(() => throw new InvalidOperationException());
            cts.Cancel();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => notStarted);
            await Assert.ThrowsAsync<InvalidOperationException>(() => faulted);
            await Assert.ThrowsAsync<InvalidOperationException>(() => faultedDelegate);
        });

    private async Task WaitAsync() => await _never.Task;

    private async Task WaitElsewhereAsync() => await _never.Task.ConfigureAwait(false);

    private async void WaitVoid() => await _never.Task;

    private async ValueTask<T> WaitValueAsync<T>(T value)
    {
        await _never.Task;
        return value;
    }

    private async Task DescendAsync(int depth)
    {
        await Task.Yield();
        if (depth == 0)
        {
            _ = WaitAsync();
            return;
        }

        await DescendAsync(depth - 1).ConfigureAwait(depth % 2 == 0);
    }

    private async Task ReadAllAsync()
    {
        await foreach (int item in ItemsAsync(_never.Task))
        {
        }
    }

    private static async IAsyncEnumerable<int> ItemsAsync(Task signal, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return 1;
        await signal.WaitAsync(cancellationToken);
        yield return 2;
    }

    private static async Task FaultAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException();
    }

    private static void Block(object? gate) => ((ManualResetEventSlim)gate!).Wait();

    private static void Continue(Task antecedent)
    {
    }
}
