using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Dataflow;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests that some tasks don't count as leaks although they never complete.</summary>
public class InnocenceTests
{
    private static readonly LeakCheckOptions s_once = new() { Timeout = TimeSpan.Zero };

    private readonly TaskCompletionSource _never = new();

    [Theory]
    [InlineData(TaskContinuationOptions.OnlyOnFaulted)]
    [InlineData(TaskContinuationOptions.OnlyOnCanceled)]
    [InlineData(TaskContinuationOptions.NotOnRanToCompletion)]
    public async Task A_Continuation_That_Only_Looks_Whether_A_Task_Fails(TaskContinuationOptions options) =>
        await LeakCheck.NoneAsync(
            () =>
            {
                _ = _never.Task.ContinueWith(_ => { }, CancellationToken.None, options, TaskScheduler.Default);
                _ = _never.Task.ContinueWith(_ => { }, CancellationToken.None, options | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                return Task.CompletedTask;
            },
            s_once);

    [Theory]
    [InlineData(TaskContinuationOptions.None)]
    [InlineData(TaskContinuationOptions.OnlyOnRanToCompletion)]
    [InlineData(TaskContinuationOptions.NotOnFaulted)]
    public async Task But_One_That_Goes_On_With_The_Work_Is(TaskContinuationOptions options) =>
        await Leaks.OneAsync(() =>
        {
            _ = _never.Task.ContinueWith(_ => { }, CancellationToken.None, options, TaskScheduler.Default);
            return Task.CompletedTask;
        });

    [Fact]
    public async Task The_Tasks_Of_A_Dataflow_Block_That_Nobody_Completes() =>
        await LeakCheck.NoneAsync(
            async () =>
            {
                var buffer = new BufferBlock<int>();
                var action = new ActionBlock<int>(async _ => await Task.Yield());
                buffer.LinkTo(action, new DataflowLinkOptions { PropagateCompletion = true });
                await buffer.SendAsync(1);
                var join = new JoinBlock<int, int>();
                _ = buffer.OutputAvailableAsync();
                _ = join.Target1.SendAsync(1);
            },
            new LeakCheckOptions { Timeout = TimeSpan.FromSeconds(1) });

    [Fact]
    public async Task But_A_Users_Method_In_A_Dataflow_Block_Is()
    {
        LeakedTask leak = await Leaks.OneAsync(
            async () => await new ActionBlock<int>(async _ => await _never.Task).SendAsync(1),
            Leaks.Patient);

        Assert.Contains("But_A_Users_Method_In_A_Dataflow_Block_Is lambda", leak.Method);
    }

    [Fact]
    public async Task What_Starts_While_The_Check_Pauses()
    {
        using IDisposable started = new Worker(() =>
        {
            using IDisposable pause = LeakCheck.Pause();
            return Leaks.WaitFor(_never.Task);
        });
        await LeakCheck.NoneAsync(() => Task.FromResult(((Worker)started).Start()), s_once);
        await Leaks.OneAsync(() =>
        {
            _ = ((Worker)started).Start();
            return Task.FromResult(Leaks.WaitFor(_never.Task));
        });
    }

    [Fact]
    public async Task What_Ran_Already_When_Somebody_Said_So()
    {
        await LeakCheck.NoneAsync(
            () =>
            {
                _ = Leaks.WaitFor(_never.Task);
                LeakCheck.IgnoreRunning();
                return Task.CompletedTask;
            },
            s_once);
        await Leaks.OneAsync(() =>
        {
            _ = Leaks.WaitFor(_never.Task);
            LeakCheck.IgnoreRunning();
            return Task.FromResult(Leaks.WaitFor(_never.Task));
        });
    }

    [Fact]
    public async Task What_Ran_Already_And_Ends_Later_Is_Counted_Right()
    {
        var signal = new TaskCompletionSource();
        await LeakCheck.NoneAsync(async () =>
        {
            Task work = Leaks.WaitFor(signal.Task);
            LeakCheck.IgnoreRunning();
            signal.SetResult();
            await work;
        });
    }

    [Fact]
    public async Task What_A_Static_Constructor_Starts() => await LeakCheck.NoneAsync(
        async () =>
        {
            await Task.Yield();
            Assert.False(Refresher.Worker.IsCompleted);
        },
        Leaks.Quick);

    [Fact]
    public async Task What_Runs_Into_A_Static_Constructor_Is_No_Part_Of_It() => await Leaks.OneAsync(() =>
    {
        async Task WaitForOtherAsync()
        {
            Assert.False(OtherRefresher.Worker.IsCompleted);
            await _never.Task;
        }

        return Task.FromResult(WaitForOtherAsync());
    });

    [Theory]
    [InlineData("InnocenceTests.StartCache", true)]
    [InlineData("*.StartCache", true)]
    [InlineData("InnocenceTests.StartOther", false)]
    public async Task What_An_Ignored_Method_Starts(string ignored, bool isInnocent)
    {
        var options = new LeakCheckOptions { Timeout = TimeSpan.Zero, IgnoredStarters = [ignored] };
        Exception? leak = await Record.ExceptionAsync(() => LeakCheck.NoneAsync(
            () =>
            {
                StartCache();
                return Task.CompletedTask;
            },
            options));

        Assert.Equal(isInnocent, leak is null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StartCache() => _ = Leaks.WaitFor(_never.Task);

    /// <summary>The static initializer starts a task for the whole process, which never completes.</summary>
    private static class Refresher
    {
        public static readonly Task Worker = Task.Run(async () => await Leaks.WaitFor(new TaskCompletionSource().Task));
    }

    private static class OtherRefresher
    {
        public static readonly Task Worker = Leaks.WaitFor(new TaskCompletionSource().Task);
    }

    private sealed class Worker(Func<Task> start) : IDisposable
    {
        public Task Start() => start();

        public void Dispose()
        {
        }
    }
}

/// <summary>Tests that affect the whole process.</summary>
[Collection(Alone.Name)]
public class InnocenceInProcessTests
{
    [Fact]
    public void A_Task_That_Lacks_A_Thread_Is_Waited_For()
    {
        using var release = new ManualResetEventSlim();
        ThreadPool.GetMinThreads(out int threads, out _);
        for (int i = 0; i < threads + 40; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static release => ((ManualResetEventSlim)release!).Wait(), release);
        }

        var watch = Stopwatch.StartNew();
        var releaser = new Thread(() =>
        {
            Thread.Sleep(600);
            release.Set();
        });
        releaser.Start();

        LeakCheck.None(() => { _ = Task.Run(() => { }); }, new LeakCheckOptions { Timeout = TimeSpan.FromMilliseconds(100) });

        Assert.InRange(watch.ElapsedMilliseconds, 101, 60_000);
        releaser.Join();
        Thread.Sleep(50);
    }

    [Fact]
    public async Task A_Task_That_Completes_During_The_Collection_Is_Not_Accused()
    {
        var timeout = new LeakCheckOptions { Timeout = TimeSpan.FromMilliseconds(1) };
        int collected = 0;
        for (int i = 0; i < 60; i++)
        {
            // Each task completes at about the time when the check looks for unfinished tasks.
            Exception? leak = await Record.ExceptionAsync(() => LeakCheck.NoneAsync(() => Task.FromResult(Poll(i % 8)), timeout));
            collected += leak is LeakException { Tasks: [{ IsReachable: false }, ..] } ? 1 : 0;
        }

        Assert.Equal(0, collected);

        static async Task Poll(int milliseconds) => await Task.Delay(milliseconds);
    }
}
