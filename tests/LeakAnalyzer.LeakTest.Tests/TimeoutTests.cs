using System.Diagnostics;

namespace LeakAnalyzer.LeakTest.Tests;

public class TimeoutTests
{
    [Fact]
    public async Task Work_That_Is_Just_Ending_Is_Waited_For()
    {
        var done = new TaskCompletionSource();
        Task work = Task.CompletedTask;

        await LeakCheck.NoneAsync(() =>
        {
            work = Leaks.WaitFor(Task.Delay(50));
            return Task.CompletedTask;
        });

        Assert.True(work.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Work_That_Starts_Other_Work_While_It_Ends_Is_Waited_For_With_It()
    {
        LeakedTask leak = await Leaks.OneAsync(
            () =>
            {
                _ = ThenWaitForever();
                return Task.CompletedTask;
            },
            new LeakCheckOptions { Timeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal("LeakAnalyzer.LeakTest.Tests.Leaks.WaitFor", leak.Method);

        static async Task ThenWaitForever()
        {
            await Task.Delay(20);
            _ = Leaks.WaitFor(new TaskCompletionSource().Task);
        }
    }

    [Fact]
    public async Task A_Leak_Is_Waited_For_Until_The_Timeout()
    {
        var watch = Stopwatch.StartNew();
        await Leaks.OneAsync(
            () =>
            {
                _ = Leaks.WaitFor(new TaskCompletionSource().Task);
                return Task.CompletedTask;
            },
            new LeakCheckOptions { Timeout = TimeSpan.FromMilliseconds(300) });

        Assert.InRange(watch.ElapsedMilliseconds, 295, 5000);
    }

    [Fact]
    public async Task Without_A_Leak_Nothing_Is_Waited_For()
    {
        await LeakCheck.NoneAsync(() => Task.Run(() => { }));
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < 100; i++)
        {
            await LeakCheck.NoneAsync(() => Task.Run(() => { }));
        }

        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);
    }

    [Fact]
    public void A_Clean_Check_Costs_Microseconds()
    {
        var costs = new List<TimeSpan>();
        for (int i = 0; i < 501; i++)
        {
            long start = Stopwatch.GetTimestamp();
            LeakCheck.None(() => { });
            costs.Add(Stopwatch.GetElapsedTime(start));
        }

        // The median, because other processes delay some of the checks.
        costs.Sort();
        Assert.InRange(costs[costs.Count / 2].TotalMicroseconds, 0, 999);
    }

    [Fact]
    public void The_Default_Timeout_Is_Five_Seconds() => Assert.Equal(TimeSpan.FromSeconds(5), new LeakCheckOptions().Timeout);

    [Fact]
    public async Task A_Timeout_Of_Zero_Looks_Once()
    {
        LeakException leak = await Leaks.CaughtAsync(
            () =>
            {
                _ = Leaks.WaitFor(Task.Delay(200));
                return Task.CompletedTask;
            },
            new LeakCheckOptions { Timeout = TimeSpan.Zero });

        Assert.Single(leak.Tasks);
    }

    [Fact]
    public void Options_That_Make_No_Sense_Are_Refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeakCheckOptions { Timeout = Timeout.InfiniteTimeSpan });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeakCheckOptions { StacksPerMethod = -1 });
    }

    [Fact]
    public void A_Task_That_Begins_When_The_Check_Has_Found_Nothing_Is_Not_Accused()
    {
        for (int round = 0; round < 1_000; round++)
        {
            bool isOver = false;
            var starter = new Thread(() =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    Task.Run(static () => { }).Wait();
                    Thread.SpinWait(20);
                }
            });

            LeakCheck.None(starter.Start);

            Volatile.Write(ref isOver, true);
            starter.Join();
        }
    }
}
