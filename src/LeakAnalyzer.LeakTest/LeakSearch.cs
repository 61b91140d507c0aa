using System.Diagnostics;
using System.Runtime.ExceptionServices;
using LeakAnalyzer.LeakTest.Description;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest;

/// <summary>The end of a check: looks again and again at what has not completed, and accuses what stays.</summary>
/// <param name="watch">What counts.</param>
/// <param name="options">How long to look.</param>
/// <param name="registrations">What is registered on the tokens that outlive the check.</param>
/// <param name="awaiting">Who awaits the end of the check, where that is known.</param>
internal sealed class LeakSearch(Watch watch, LeakCheckOptions options, Registrations registrations, object? awaiting)
{
    /// <summary>What only lacks a thread to run on is waited for longer, by so many timeouts.</summary>
    private const int MostTimeouts = 12;

    private static readonly TimeSpan s_turnOfOthers = TimeSpan.FromMilliseconds(0.2);
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(100);

    private readonly MethodFilter _ignored = new(options.IgnoredMethods);
    private readonly MethodFilter _ignoredStarters = new(options.IgnoredStarters);
    private readonly Enders _enders = new(awaiting);
    private LeakException? _found;

    /// <summary>Whether everything has completed that counts.</summary>
    public bool IsClean => Suspects().Count == 0 && registrations.Left().Count == 0;

    /// <summary>Waits, at most for the timeout, until the unfinished tasks complete, and ends the watch.</summary>
    /// <exception cref="LeakException">Something has not completed.</exception>
    public async Task EndAsync()
    {
        Watch.Flow = Watch.Off;
        if (await FindAsync().ConfigureAwait(false) is { } leak)
        {
            throw leak;
        }
    }

    /// <summary>Waits, at most for the timeout, until the unfinished tasks complete, and ends the watch.</summary>
    /// <returns>What is to be thrown; null where everything has completed.</returns>
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

    /// <summary>The same for a block that may have failed: its exception is what the caller has to see.</summary>
    /// <param name="block">The exception.</param>
    /// <exception cref="LeakException">Something has not completed.</exception>
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

    /// <summary>The same on this thread.</summary>
    /// <exception cref="LeakException">Something has not completed.</exception>
    public void End()
    {
        if (Find() is { } leak)
        {
            throw leak;
        }
    }

    /// <summary>The same on this thread.</summary>
    /// <returns>What is to be thrown; null where everything has completed.</returns>
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
    /// Ends the watch of a body that failed. Its exception is what the caller has to see; what hasn't completed at that moment is written
    /// into its data, as it may be just ending.
    /// </summary>
    public void EndWith(Exception failure)
    {
        if (EndFailed() is { } unfinished)
        {
            Tell(failure, unfinished);
        }
    }

    /// <summary>Ends the watch of code that failed.</summary>
    /// <returns>What hasn't completed at this moment; null where everything has.</returns>
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

    /// <summary>
    /// The pauses between the looks: none where nothing is suspected, longer and longer ones until the timeout. The look that finds
    /// nothing is the last, and only what the last one finds is accused: what begins after a look has still all its time.
    /// </summary>
    /// <remarks>
    /// Mostly some last continuation still has to run, which takes less than any timer, or than a look: so others have their turn first.
    /// </remarks>
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
            if (left <= -MostTimeouts * options.Timeout || (left <= TimeSpan.Zero && !suspects.Exists(Innocence.IsStarved)))
            {
                _found = Accuse(suspects);
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

    /// <summary>Completes after what the thread pool has to do already.</summary>
    private static Task OthersFirstAsync() =>
        Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    private static void Tell(Exception failure, string leaks)
    {
        if (!failure.Data.IsReadOnly)
        {
            failure.Data[nameof(LeakCheck)] = leaks;
        }
    }

    /// <summary>The accusation; null where those that were suspected have completed while they were looked at.</summary>
    private LeakException? Accuse(List<StartedTask> suspects)
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
        HashSet<StartedTask> harmless = [.. suspects.Where(Innocence.Is)];
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
