using System.Reflection;
using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Description;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest;

/// <summary>Collects what is known about each leak.</summary>
internal static class LeakReport
{
    /// <summary>
    /// Describes those of the given tasks that still haven't completed. It forces a garbage collection, which takes time, to find out which of them are
    /// reachable.
    /// </summary>
    public static LeakedTask[] Of(IReadOnlyList<StartedTask> suspects)
    {
        List<(StartedTask Stuck, IReadOnlyList<StartedTask> Waiters)> chains = new WaitGraph(suspects).Chains();
        Described[] described = [.. chains.Select(chain => Describe(chain.Stuck, chain.Waiters))];
        bool?[] isReachable = Reachability.Of([.. chains.Select(chain => chain.Stuck)]);
        var leaks = new List<LeakedTask>();
        for (int i = 0; i < described.Length; i++)
        {
            (StartedTask stuck, IReadOnlyList<StartedTask> waiters) = chains[i];
            if (!TaskLog.IsOpen(stuck.Id) || (isReachable[i] == false && HarmlessTasks.IsLostContinuation(stuck, described[i].Assembly)))
            {
                continue;
            }

            StackRation.Renew(stuck.Operation);
            foreach (StartedTask waiter in waiters)
            {
                waiter.ReportedWith = stuck;
            }

            stuck.Report = LeakOf(stuck, waiters, described[i], isReachable[i]);
            leaks.Add(stuck.Report);
        }

        return [.. leaks];
    }

    /// <summary>Describes tasks that may be about to complete, without a garbage collection.</summary>
    public static LeakedTask[] OfUnfinished(IReadOnlyList<StartedTask> suspects) =>
        [.. new WaitGraph(suspects).Chains().Select(chain => LeakOf(chain.Stuck, chain.Waiters, Describe(chain.Stuck, chain.Waiters), isReachable: null))];

    private static LeakedTask LeakOf(StartedTask stuck, IReadOnlyList<StartedTask> waiters, Described described, bool? isReachable)
    {
        (IReadOnlyList<string> lines, bool isExact) = StartStack.Of(stuck, waiters);
        return new LeakedTask(described.Method, described.WaitsFor, isReachable, lines, stuck.Place is not null || lines.Count > 0)
        {
            AwaitedBy = described.Waiters,
            Owner = described.Owner,
            IsStartExact = isExact,
            Age = stuck.Age,
        };
    }

    /// <summary>Describes a task while it still exists. It must not be inlined: a local variable of the caller would keep the task alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Described Describe(StartedTask stuck, IReadOnlyList<StartedTask> waiters)
    {
        Task? task = TaskTable.Find(stuck.Id);
        return new Described(
            TaskNames.MethodOf(stuck),
            task is null ? stuck.Report?.WaitsFor : Waits.Of(task),
            stuck.Report?.AwaitedBy ?? [.. waiters.Select(TaskNames.MethodOf)],
            task is null ? stuck.Report?.Owner : waiters.Select(waiter => TaskTable.Find(waiter.Id)).Prepend(task).OfType<Task>().Select(Owner.Of).FirstOrDefault(owner => owner is not null),
            TaskNames.AssemblyOf(stuck));
    }

    private sealed record Described(string Method, string? WaitsFor, IReadOnlyList<string> Waiters, string? Owner, Assembly? Assembly);
}
