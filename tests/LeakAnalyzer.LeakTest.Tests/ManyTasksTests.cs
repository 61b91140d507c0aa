namespace LeakAnalyzer.LeakTest.Tests;

public class ManyTasksTests
{
    private const int Many = 10_000;

    [Fact]
    public async Task Ten_Thousand_Tasks_That_Complete_Are_Not_Seen()
    {
        var signal = new TaskCompletionSource();
        int ran = 0;
        await LeakCheck.NoneAsync(async () =>
        {
            Task[] waiting = [.. Enumerable.Range(0, Many).Select(_ => Leaks.WaitFor(signal.Task))];
            Task[] running = [.. Enumerable.Range(0, Many).Select(_ => Task.Run(() => Interlocked.Increment(ref ran)))];
            signal.SetResult();
            await Task.WhenAll([.. waiting, .. running]);
        });

        Assert.Equal(Many, ran);
    }

    [Fact]
    public async Task Ten_Thousand_Tasks_That_Dont_Are_Told_Together()
    {
        var never = new TaskCompletionSource();
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            for (int i = 0; i < Many; i++)
            {
                _ = Leaks.WaitFor(never.Task);
            }

            return Task.CompletedTask;
        });

        GC.KeepAlive(never);
        Assert.Equal(Many, leak.Tasks.Count);
        Assert.StartsWith(
            "10,000 tasks were started and have not completed within 0.03 s after the checked code ended:\n"
            + "1. 10,000 times LeakAnalyzer.LeakTest.Tests.Leaks.WaitFor\n   waits for: TaskCompletionSource.Task\n   is kept in memory\n   started at:\n",
            leak.Message);
        Assert.DoesNotContain("\n2. ", leak.Message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(16, 17)]
    [InlineData(int.MaxValue, 100)]
    public async Task Stacks_Are_Taken_Of_The_First_Starts_And_Then_Of_Fewer(int stacksPerMethod, int stacks)
    {
        LeakException leak = await Leaks.CaughtAsync(
            () =>
            {
                for (int i = 0; i < 100; i++)
                {
                    _ = Leaks.WaitFor(new TaskCompletionSource().Task);
                }

                return Task.CompletedTask;
            },
            new LeakCheckOptions { Timeout = TimeSpan.Zero, StacksPerMethod = stacksPerMethod });

        // The check captures the stack of at most StacksPerMethod starts, and also that of the 1st, 10th and 100th start unless StacksPerMethod is zero.
        Assert.Equal(stacks, leak.Tasks.Count(task => task.StartedAt.Count > 0 && task.IsStartExact));
    }
}
