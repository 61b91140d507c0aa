namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests that a check counts the tasks of its own code, and not those of other code that runs at the same time.</summary>
public class ScopeTests
{
    private const string WaitFor = "LeakAnalyzer.LeakTest.Tests.Leaks.WaitFor";

    private readonly TaskCompletionSource _never = new();

    [Fact]
    public async Task Checks_That_Run_At_The_Same_Time_Dont_Blame_Each_Other()
    {
        using var together = new Barrier(2);
        var stay = new TaskCompletionSource();

        Task<LeakException> leaky = Task.Run(() => Leaks.CaughtAsync(() =>
        {
            together.SignalAndWait();
            _ = Leaks.WaitFor(stay.Task);
            together.SignalAndWait();
            return Task.CompletedTask;
        }));
        Task clean = Task.Run(() => LeakCheck.NoneAsync(async () =>
        {
            together.SignalAndWait();
            await Task.Run(() => Leaks.WaitFor(Task.Delay(1)));
            together.SignalAndWait();
        }));

        await clean;
        Assert.Single((await leaky).Tasks);
    }

    [Fact]
    public async Task Many_Checks_At_The_Same_Time_Find_Each_Its_Own()
    {
        LeakException?[] found = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
            (LeakException?)await Record.ExceptionAsync(() => LeakCheck.NoneAsync(async () =>
            {
                for (int leak = 0; leak < i % 4; leak++)
                {
                    await Task.Yield();
                    _ = Leaks.WaitFor(_never.Task);
                }
            }, Leaks.Quick)))));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => i % 4), found.Select(leak => leak?.Tasks.Count ?? 0));
    }

    [Fact]
    public async Task What_An_Inner_Check_Counts_The_Outer_One_Counts_Too()
    {
        LeakException? inner = null;
        LeakException outer = await Leaks.CaughtAsync(async () =>
        {
            inner = await Leaks.CaughtAsync(() =>
            {
                _ = Leaks.WaitFor(_never.Task);
                return Task.CompletedTask;
            });
        });

        Assert.Equal(WaitFor, Assert.Single(inner!.Tasks).Method);
        Assert.Equal(WaitFor, Assert.Single(outer.Tasks).Method);
    }

    [Fact]
    public async Task What_Ends_Between_The_Checks_Only_The_Inner_One_Tells()
    {
        var signal = new TaskCompletionSource();
        await LeakCheck.NoneAsync(async () =>
        {
            await Leaks.CaughtAsync(() =>
            {
                _ = Leaks.WaitFor(signal.Task);
                return Task.CompletedTask;
            });
            signal.SetResult();
        });
    }

    [Fact]
    public async Task What_The_Outer_Check_Counts_The_Inner_One_Doesnt()
    {
        LeakException outer = await Leaks.CaughtAsync(async () =>
        {
            _ = Leaks.WaitFor(_never.Task);
            await LeakCheck.NoneAsync(async () => await Task.Yield());
            await using LeakCheck inner = LeakCheck.Start();
            await Task.Yield();
        });

        Assert.Single(outer.Tasks);
    }

    [Fact]
    public async Task A_Method_With_An_Inner_Check_Is_Counted_By_The_Outer_One()
    {
        LeakException outer = await Leaks.CaughtAsync(() =>
        {
            _ = WithInnerCheck();
            return Task.CompletedTask;
        });

        Assert.Equal("LeakAnalyzer.LeakTest.Tests.ScopeTests.A_Method_With_An_Inner_Check_Is_Counted_By_The_Outer_One.WithInnerCheck", Assert.Single(outer.Tasks).Method);

        async Task WithInnerCheck()
        {
            await using (LeakCheck.Start())
            {
                await Task.Yield();
            }

            await _never.Task;
        }
    }

    [Fact]
    public async Task What_A_Leak_Starts_After_Its_Check_Is_Counted_By_The_Outer_One()
    {
        var signal = new TaskCompletionSource();
        LeakException outer = await Leaks.CaughtAsync(async () =>
        {
            Task late = Task.CompletedTask;
            await Leaks.CaughtAsync(() =>
            {
                late = StartLate();
                return Task.CompletedTask;
            });
            signal.SetResult();
            await late;
        });

        Assert.Equal(WaitFor, Assert.Single(outer.Tasks).Method);

        async Task StartLate()
        {
            await signal.Task;
            _ = Leaks.WaitFor(_never.Task);
        }
    }

    [Fact]
    public async Task A_Flow_That_Is_Lost_Is_Not_Seen()
    {
        var started = new TaskCompletionSource();
        await LeakCheck.NoneAsync(async () =>
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => { _ = Leaks.WaitFor(_never.Task); started.SetResult(); }, null);
            await started.Task;
        });
    }
}

/// <summary>Tests checks of the whole process. No other test runs meanwhile, because its tasks would count too.</summary>
[Collection(Alone.Name)]
public class ProcessScopeTests
{
    private static readonly LeakCheckOptions s_process = new()
    {
        Scope = LeakScope.Process,
        Timeout = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>Options with the default timeout, which is long enough even on a busy machine.</summary>
    private static readonly LeakCheckOptions s_patientProcess = new() { Scope = LeakScope.Process };

    private readonly TaskCompletionSource _never = new();

    [Fact]
    public async Task A_Flow_That_Is_Lost_Is_Seen()
    {
        LeakedTask leak = await Leaks.OneAsync(
            async () =>
            {
                var started = new TaskCompletionSource();
                ThreadPool.UnsafeQueueUserWorkItem(_ => { _ = Leaks.WaitFor(_never.Task); started.SetResult(); }, null);
                await started.Task;
            },
            s_process);

        Assert.Equal("LeakAnalyzer.LeakTest.Tests.Leaks.WaitFor", leak.Method);
    }

    [Fact]
    public async Task Those_Who_Call_The_Check_Are_Not_Seen()
    {
        await LeakCheck.NoneAsync(async () => await Task.Yield(), s_patientProcess);
        await using LeakCheck check = LeakCheck.Start(s_patientProcess);
        await Task.Yield();
    }

    [Fact]
    public void Those_Who_Call_A_Synchronous_Check_Are_Not_Seen() => LeakCheck.None(() => { _ = Task.Run(() => { }); }, s_patientProcess);

    [Fact]
    public async Task What_Ran_Before_Is_Not_Seen()
    {
        Task before = Leaks.WaitFor(_never.Task);
        await LeakCheck.NoneAsync(() => Task.FromResult(before.Status), s_patientProcess);
    }
}
