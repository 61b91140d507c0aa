using System.Text.Json;
using LeakAnalyzer.LeakTest.Profiling;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests profiles of this process. No other test runs meanwhile, because a profile contains the tasks of all.</summary>
[Collection(Alone.Name)]
public class ProfileTests
{
    private const string WaitFor = "LeakAnalyzer.LeakTest.Tests.Leaks.WaitFor";

    private readonly TaskCompletionSource _never = new();

    [Fact]
    public void A_Snapshot_Tells_How_Many_Tasks_Wait_For_What_And_Where_They_Were_Started()
    {
        using TaskProfiler profiler = TaskProfiler.Start();
        string place = Start(1000);

        TaskProfile profile = profiler.TakeSnapshot();

        TaskProfileEntry entry = Assert.Single(profile.Entries, entry => entry.Method == WaitFor);
        Assert.Equal((1000, "TaskCompletionSource.Task", null), (entry.Count, entry.WaitsFor, entry.Change));
        Assert.StartsWith($"LeakAnalyzer.LeakTest.Tests.ProfileTests.Start in {place}", entry.StartedAt[1]);
        Assert.InRange(entry.Median, TimeSpan.Zero, entry.Oldest);
        Assert.Contains($" 1,000 times {WaitFor}\n   waits for: TaskCompletionSource.Task\n   since: ", profile.ToString());
    }

    [Fact]
    public void A_Comparison_Tells_What_Came_And_What_Went()
    {
        using TaskProfiler profiler = TaskProfiler.Start();
        var signal = new TaskCompletionSource();
        _ = WaitForAnother(signal.Task);
        Start(10);
        TaskProfile earlier = profiler.TakeSnapshot();

        Start(4210);
        signal.SetResult();
        TaskProfile change = profiler.TakeSnapshot().Since(TaskProfile.Parse(earlier.ToJson()));

        Assert.Equal((4220, 4210), change.Entries.Where(entry => entry.Method == WaitFor).Select(entry => (entry.Count, entry.Change)).First());
        Assert.Equal((0, -1), change.Entries.Where(entry => entry.Method.EndsWith("WaitForAnother", StringComparison.Ordinal)).Select(entry => (entry.Count, entry.Change)).Single());
        Assert.Contains($"\n1. 4,220 times (+4,210) {WaitFor}\n", change.ToString());
    }

    [Fact]
    public async Task A_Capture_Sees_What_Starts_Meanwhile_And_Nothing_Younger_Than_Asked_For()
    {
        Task<TaskProfile> all = TaskProfiler.CaptureAsync(TimeSpan.FromSeconds(1));
        Task<TaskProfile> old = TaskProfiler.CaptureAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Start(7);

        Assert.Equal(7, (await all).Entries.Single(entry => entry.Method == WaitFor).Count);
        Assert.DoesNotContain((await old).Entries, entry => entry.Method == WaitFor);
    }

    [Fact]
    public void A_Profile_Is_The_Same_When_It_Is_Read_Again()
    {
        using TaskProfiler profiler = TaskProfiler.Start();
        Start(3);
        TaskProfile profile = profiler.TakeSnapshot();

        Assert.Equal(profile.ToJson(), TaskProfile.Parse(profile.ToJson()).ToJson());
        Assert.Throws<JsonException>(() => TaskProfile.Parse("null"));
    }

    [Fact]
    public async Task A_Profiler_That_Is_Disposed_Takes_No_Snapshots()
    {
        TaskProfiler profiler = TaskProfiler.Start();
        profiler.Dispose();
        profiler.Dispose();

        Assert.Throws<ObjectDisposedException>(() => profiler.TakeSnapshot());
        using var cts = new CancellationTokenSource(0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TaskProfiler.CaptureAsync(TimeSpan.FromHours(1), default, cts.Token));
    }

    [Fact]
    public async Task What_No_Check_Counts_A_Profile_Tells()
    {
        using TaskProfiler profiler = TaskProfiler.Start();
        await LeakCheck.NoneAsync(
            () =>
            {
                using IDisposable pause = LeakCheck.Pause();
                Start(1);
                return Task.CompletedTask;
            },
            new LeakCheckOptions { Scope = LeakScope.Process, IgnoredMethods = [] });

        Assert.Equal(1, profiler.TakeSnapshot().Entries.Single(entry => entry.Method == WaitFor).Count);
    }

    private string Start(int tasks)
    {
        string place = "";
        for (int i = 0; i < tasks; i++)
        {
            place = Leaks.Place(); _ = Leaks.WaitFor(_never.Task);
        }

        return place;
    }

    private static async Task WaitForAnother(Task signal) => await signal;
}
