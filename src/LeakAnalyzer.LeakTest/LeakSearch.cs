using System.Diagnostics;
using System.Runtime.ExceptionServices;
using LeakAnalyzer.LeakTest.Description;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest;

/// <summary>Ends a check: polls the unfinished tasks, and reports those that don't complete in time.</summary>
/// <param name="watch">Records the tasks that the check counts.</param>
/// <param name="options">The options of the check.</param>
/// <param name="registrations">The registrations on the tokens that outlive the check.</param>
/// <param name="awaiting">The object that awaits the end of the check; null if unknown.</param>
internal sealed class LeakSearch(Watch watch, LeakCheckOptions options, Registrations registrations, object? awaiting)
{
    /// <summary>How many timeouts the search waits for tasks that are ready to run but find no free thread.</summary>
    private const int MostTimeouts = 12;

    private static readonly TimeSpan s_turnOfOthers = TimeSpan.FromMilliseconds(0.2);
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(100);

    private readonly MethodFilter _ignored = new(options.IgnoredMethods);
    private readonly MethodFilter _ignoredStarters = new(options.IgnoredStarters);
    private readonly Enders _enders = new(awaiting);
    private LeakException? _found;

    /// <summary>Whether all counted tasks have completed and no registration is left.</summary>
    public bool IsClean => Suspects().Count == 0 && registrations.Left().Count == 0;

    /// <summary>Waits until the unfinished tasks complete, at most for the timeout, and ends the watch.</summary>
    /// <exception cref="LeakException">A task has not completed, or a registration is left.</exception>
    public async Task EndAsync()
    {
        Watch.Flow = Watch.Off;
        if (await FindAsync().ConfigureAwait(false) is { } leak)
        {
            throw leak;
        }
    }

    /// <summary>Waits until the unfinished tasks complete, at most for the timeout, and ends the watch.</summary>
    /// <returns>The exception to throw; null if there is no leak.</returns>
    public async Task<LeakException?> FindAsync()
    {
        Watch.Flow = Watch.Off;
        try
        {
            foreach (TimeSpan pause in Pauses())
            {
                await (pause > TimeSpan.Zero ? Task.Delay(pause) : OthersFirstAsync()).ConfigureAwait(false);
            }
        }
        finally
        {
            watch.End();
        }

        return _found;
    }

    /// <summary>Ends the check of a block that may have failed. If it has, the caller must see the exception of the block.</summary>
    /// <param name="block">The exception of the block.</param>
    /// <exception cref="LeakException">A task has not completed, or a registration is left.</exception>
    public async Task EndAsync((Exception? Failure, Certainty Certainty) block)
    {
        if (block.Certainty == Certainty.Certain)
        {
            EndWith(block.Failure!);
            return;
        }

        try
        {
            await EndAsync().ConfigureAwait(false);
        }
        catch (LeakException leak) when (block.Certainty == Certainty.Probable)
        {
            Tell(block.Failure!, leak.Message);
            ExceptionDispatchInfo.Throw(block.Failure!);
        }
        catch (LeakException leak) when (block.Certainty == Certainty.Possible)
        {
            throw new LeakException(leak.Tasks, leak.Registrations, leak.Message, block.Failure);
        }
    }

    /// <summary>Does the same as <see cref="EndAsync()"/>, but blocks this thread.</summary>
    /// <exception cref="LeakException">A task has not completed, or a registration is left.</exception>
    public void End()
    {
        if (Find() is { } leak)
        {
            throw leak;
        }
    }

    /// <summary>Does the same as <see cref="FindAsync"/>, but blocks this thread.</summary>
    /// <returns>The exception to throw; null if there is no leak.</returns>
    public LeakException? Find()
    {
        try
        {
            foreach (TimeSpan pause in Pauses())
            {
                Thread.Sleep(pause);
            }
        }
        finally
        {
            watch.End();
        }

        return _found;
    }

    /// <summary>
    /// Ends the check of a body that failed. The unfinished tasks are only written into the data of its exception, which the caller must see.
    /// </summary>
    public void EndWith(Exception failure)
    {
        if (EndFailed() is { } unfinished)
        {
            Tell(failure, unfinished);
        }
    }

    /// <summary>Ends the check of code that failed.</summary>
    /// <returns>A description of the tasks that have not completed yet; null if all have.</returns>
    public string? EndFailed()
    {
        try
        {
            List<StartedTask> suspects = Suspects();
            suspects.ForEach(suspect => suspect.IsSettled = true);
            return suspects.Count > 0 ? LeakMessage.OfFailedBody(LeakReport.OfUnfinished(suspects)) : null;
        }
        finally
        {
            watch.End();
        }
    }

    /// <summary>The pauses between the polls for unfinished tasks. After the timeout, the tasks are reported that still haven't completed.</summary>
    /// <remarks>The first pauses have no length: often only a queued continuation still has to run, and that takes less time than a timer.</remarks>
    private IEnumerable<TimeSpan> Pauses()
    {
        long start = Stopwatch.GetTimestamp();
        while (!watch.IsClean && Stopwatch.GetElapsedTime(start) < s_turnOfOthers)
        {
            yield return TimeSpan.Zero;
        }

        TimeSpan pause = s_shortestPause;
        while (Suspects() is var suspects && suspects.Count + registrations.Left().Count > 0)
        {
            TimeSpan left = options.Timeout - Stopwatch.GetElapsedTime(start);
            if (left <= -MostTimeouts * options.Timeout || (left <= TimeSpan.Zero && !suspects.Exists(HarmlessTasks.IsStarved)))
            {
                _found = CreateException(suspects);
                if (_found is not null)
                {
                    yield break;
                }

                continue;
            }

            left = left > TimeSpan.Zero ? left : s_longestPause;

            yield return pause < left ? pause : left;
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }

    /// <summary>Completes after the work that is already queued in the thread pool.</summary>
    private static Task OthersFirstAsync() =>
        Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    private static void Tell(Exception failure, string leaks)
    {
        if (!failure.Data.IsReadOnly)
        {
            failure.Data[nameof(LeakCheck)] = leaks;
        }
    }

    /// <summary>
    /// Makes the exception for the given tasks that still haven't completed, and for the registrations that are left; null if there are none.
    /// </summary>
    private LeakException? CreateException(List<StartedTask> suspects)
    {
        LeakedTask[] leaks = LeakReport.Of(suspects);
        string[] left = [.. registrations.Left().Select(RegistrationNames.Of)];
        if (leaks.Length + left.Length == 0)
        {
            return null;
        }

        suspects.ForEach(suspect => suspect.IsSettled = true);
        return new LeakException(leaks, left, LeakMessage.Of(leaks, left, options.Timeout), maybeFailure: null);
    }

    private List<StartedTask> Suspects()
    {
        List<StartedTask> suspects = TaskLog.OpenTasksOf(watch);
        if (options.IsOfSuite)
        {
            suspects.RemoveAll(suspect => suspect.IsSettled);
        }

        _enders.RemoveFrom(suspects);
        HashSet<StartedTask> harmless = [.. suspects.Where(HarmlessTasks.Contain)];
        HashSet<StartedTask> ignored = [.. suspects.Where(IsIgnored)];
        return harmless.Count + ignored.Count > 0 ? new WaitGraph(suspects).Without(harmless, ignored) : suspects;
    }

    private bool IsIgnored(StartedTask task)
    {
        bool isIgnored = (!_ignored.IsEmpty && _ignored.Matches(TaskNames.MethodOf(task)))
            || (!_ignoredStarters.IsEmpty && StartStack.MethodsOf(task).Any(_ignoredStarters.Matches));
        task.IsSettled |= isIgnored;
        return isIgnored;
    }
}
