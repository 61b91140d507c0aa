namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests that tasks which wait for each other count as one leak, and that the report names the task at the end of the chain.</summary>
public class ChainTests
{
    private const string Here = "LeakAnalyzer.LeakTest.Tests.ChainTests.";

    private readonly TaskCompletionSource _never = new();

    [Fact]
    public async Task A_Chain_Of_Methods_Is_One_Leak()
    {
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            _ = FirstAsync();
            return Task.CompletedTask;
        });

        LeakedTask stuck = Assert.Single(leak.Tasks);
        Assert.Equal([Here + "SecondAsync", Here + "FirstAsync"], stuck.AwaitedBy);
        Assert.Contains($"\n1. {Here}FirstAsync → {Here}SecondAsync → {Here}ThirdAsync\n   waits for: TaskCompletionSource.Task\n", leak.Message);
    }

    [Theory]
    [InlineData("Run")]
    [InlineData("WhenAll")]
    [InlineData("WaitAsync")]
    [InlineData("Nested")]
    public async Task What_Stands_In_For_A_Task_Is_Seen_Through(string form)
    {
        LeakedTask stuck = await Leaks.OneAsync(
            () =>
            {
                _ = WaitThrough(form);
                return Task.CompletedTask;
            },
            Leaks.Patient);

        Assert.Equal(Here + "ThirdAsync", stuck.Method);
        Assert.Equal(Here + "WaitThrough", stuck.AwaitedBy[^1]);
    }

    [Fact]
    public async Task A_Race_Is_No_Chain()
    {
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            _ = RaceAsync();
            return Task.CompletedTask;
        });

        Assert.Equal([Here + "RaceAsync", Here + "ThirdAsync"], leak.Tasks.Select(task => task.Method).Order());
    }

    [Fact]
    public async Task All_That_Wait_For_The_Same_Are_Told_With_It()
    {
        LeakedTask stuck = await Leaks.OneAsync(() =>
        {
            Task third = ThirdAsync();
            _ = AwaitAsync(third);
            _ = AwaitAsync(third);
            return Task.CompletedTask;
        });

        Assert.Equal(Here + "ThirdAsync", stuck.Method);
        Assert.Equal([Here + "AwaitAsync"], stuck.AwaitedBy);
    }

    [Fact]
    public async Task Those_That_Wait_For_Each_Other_In_A_Circle_Are_One_Leak()
    {
        var first = new TaskCompletionSource<Task>();
        LeakedTask stuck = await Leaks.OneAsync(() =>
        {
            Task one = AwaitLaterAsync(first.Task);
            first.SetResult(AwaitAsync(one));
            return Task.CompletedTask;
        });

        Assert.Single(stuck.AwaitedBy);
    }

    [Fact]
    public async Task A_Start_After_A_Wait_Goes_On_With_The_Start_Of_Who_Waited()
    {
        LeakedTask stuck = await Leaks.OneAsync(() =>
        {
            _ = WaitThenStartAsync();
            return Task.CompletedTask;
        });

        Assert.Contains(stuck.StartedAt, line => line.StartsWith(Here + nameof(A_Start_After_A_Wait_Goes_On_With_The_Start_Of_Who_Waited), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ChainTests.FirstAsync")]
    [InlineData("ChainTests.SecondAsync")]
    [InlineData("ChainTests.ThirdAsync")]
    public async Task Who_Ignores_A_Link_Ignores_The_Chain(string ignored) =>
        await LeakCheck.NoneAsync(() => Task.FromResult(FirstAsync()), new LeakCheckOptions { Timeout = TimeSpan.Zero, IgnoredMethods = [ignored] });

    [Fact]
    public async Task What_Another_Waits_For_Too_Isnt_Ignored()
    {
        LeakedTask stuck = await Leaks.OneAsync(
            () =>
            {
                Task third = ThirdAsync();
                _ = AwaitAsync(third);
                _ = AwaitLaterAsync(Task.FromResult(third));
                return Task.CompletedTask;
            },
            new LeakCheckOptions { Timeout = TimeSpan.Zero, IgnoredMethods = ["ChainTests.AwaitAsync"] });

        Assert.Equal(Here + "ThirdAsync", stuck.Method);
    }

    private async Task FirstAsync() => await SecondAsync();

    private async Task SecondAsync() => await ThirdAsync();

    private async Task ThirdAsync() => await _never.Task;

    private async Task RaceAsync() => await Task.WhenAny(ThirdAsync(), Task.Delay(Timeout.Infinite));

    private async Task WaitThenStartAsync()
    {
        await Task.Delay(1);
        await ThirdAsync();
    }

    private async Task WaitThrough(string form) => await (form switch
    {
        "Run" => Task.Run(ThirdAsync),
        "WhenAll" => Task.WhenAll(ThirdAsync(), Task.CompletedTask),
        "WaitAsync" => ThirdAsync().WaitAsync(TimeSpan.FromHours(1)),
        _ => Task.WhenAll(Task.Run(ThirdAsync), Task.CompletedTask).WaitAsync(TimeSpan.FromHours(1)),
    });

    private static async Task AwaitAsync(Task task) => await task;

    private static async Task AwaitLaterAsync(Task<Task> later) => await await later;
}
