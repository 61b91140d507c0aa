using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>
/// Tests which tasks are reported as garbage-collected, and which as kept in memory. No other test runs meanwhile, because another open check would keep
/// all unfinished tasks in memory.
/// </summary>
[Collection(Alone.Name)]
public class ReachabilityTests
{
    [Fact]
    public async Task A_Task_That_Nothing_Refers_To_Is_Collected()
    {
        LeakedTask leak = await Leaks.OneAsync(() =>
        {
            Lose();
            return Task.CompletedTask;
        });

        Assert.False(leak.IsReachable);
        Assert.Contains("\n   was collected without ever completing: nothing referred to it any more", leak.ToString());
    }

    [Fact]
    public async Task A_Task_That_A_Promise_Holds_Is_Kept()
    {
        var promise = new TaskCompletionSource();
        LeakedTask leak = await Leaks.OneAsync(() =>
        {
            _ = Leaks.WaitFor(promise.Task);
            return Task.CompletedTask;
        });

        GC.KeepAlive(promise);
        Assert.True(leak.IsReachable);
        Assert.Contains("\n   is kept in memory", leak.ToString());
    }

    [Fact]
    public async Task An_Outer_Check_Tells_As_Much_Of_A_Collected_Task_As_The_Inner_One()
    {
        LeakException? inner = null;
        LeakException outer = await Leaks.CaughtAsync(async () => inner = await Leaks.CaughtAsync(() =>
        {
            Lose();
            return Task.CompletedTask;
        }));

        LeakedTask told = Assert.Single(inner!.Tasks);
        Assert.Equal("LeakAnalyzer.LeakTest.Tests.Leaks.WaitFor", told.Method);
        Assert.Equal("TaskCompletionSource.Task", told.WaitsFor);
        Assert.False(told.IsReachable);
        Assert.Equal(told.ToString(), Assert.Single(outer.Tasks).ToString());
    }

    [Fact]
    public async Task An_Outer_Check_Tells_As_Much_Of_A_Kept_Task_As_The_Inner_One()
    {
        var promise = new TaskCompletionSource();
        LeakException? inner = null;
        LeakException outer = await Leaks.CaughtAsync(async () => inner = await Leaks.CaughtAsync(() =>
        {
            _ = Leaks.WaitFor(promise.Task);
            return Task.CompletedTask;
        }));

        GC.KeepAlive(promise);
        Assert.True(Assert.Single(inner!.Tasks).IsReachable);
        Assert.Equal(inner.Tasks[0].ToString(), Assert.Single(outer.Tasks).ToString());
    }

    [Fact]
    public async Task While_One_Check_Looks_For_References_No_Other_Takes_A_Task_For_Completed()
    {
        var promise = new TaskCompletionSource();
        await LeakCheck.NoneAsync(async () =>
        {
            Task waiting = Leaks.WaitFor(promise.Task);
            Dictionary<int, WeakReference<Task>> released = TaskTable.Release(_ => true);
            Assert.Contains(waiting.Id, released.Keys);
            Assert.All(released.Keys, id => Assert.False(TaskTable.HasCompleted(id)));

            TaskTable.Restore(released);
            Assert.False(TaskTable.HasCompleted(waiting.Id));
            promise.SetResult();
            await waiting;
            Assert.True(TaskTable.HasCompleted(waiting.Id));
        });
    }

    [Fact]
    public async Task The_Exception_Keeps_No_Task_In_Memory()
    {
        WeakReference? task = null;
        var promise = new TaskCompletionSource();
        LeakException leak = await Leaks.CaughtAsync(() =>
        {
            task = Start(promise);
            return Task.CompletedTask;
        });
        Assert.True(Assert.Single(leak.Tasks).IsReachable);
        GC.KeepAlive(promise);
        promise = null;

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(task!.IsAlive);
        GC.KeepAlive(leak);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Start(TaskCompletionSource promise) => new(Leaks.WaitFor(promise.Task));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Lose() => _ = Leaks.WaitFor(new TaskCompletionSource().Task);
}
