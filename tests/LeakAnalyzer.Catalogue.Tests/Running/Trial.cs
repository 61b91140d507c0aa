namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>Tries an <see cref="Act"/> on waits that are pending.</summary>
internal static class Trial
{
    /// <summary>How long a trial watches the waits before it concludes that they stay pending.</summary>
    private static readonly TimeSpan s_stay = TimeSpan.FromMilliseconds(60);

    /// <summary>How long a trial waits for a wait that is expected to end.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>How long a trial waits for the <see cref="Act"/> to return, because it may block.</summary>
    private static readonly TimeSpan s_actTime = TimeSpan.FromSeconds(1);

    private static readonly SemaphoreSlim s_places = new(48);

    /// <summary>Starts waits, performs an <see cref="Act"/>, and observes which of the waits end, and whether a later wait does.</summary>
    /// <param name="create">Creates the scene: the object that is waited on, with all that it needs.</param>
    /// <param name="waiters">The number of waits that are pending when <paramref name="act"/> is called.</param>
    /// <param name="wait">Starts a wait. It blocks, or returns a task or sequence that is then joined.</param>
    /// <param name="act">Performs the <see cref="Act"/>. It may return a task, which is then joined.</param>
    /// <param name="expected">The expected outcome, for which the trial waits.</param>
    public static async Task<Observation> RunAsync<TScene>(
        Func<Task<TScene>> create, int waiters, Func<TScene, object?> wait, Func<TScene, object?> act, Outcome expected)
    {
        await s_places.WaitAsync();
        try
        {
            TScene scene = await create();
            var waits = new List<PendingWait>();
            for (int waiter = 0; waiter < waiters; waiter++)
            {
                waits.Add(await PendingWait.StartAsync(() => wait(scene)));
            }

            await Task.Delay(s_stay);
            bool stayed = waits.TrueForAll(one => !one.HasEnded);

            Task acted = PendingWait.OnThread(() => act(scene));
            await Task.WhenAny(acted, Task.Delay(s_actTime));
            return new(stayed, await OutcomeAsync(waits, () => wait(scene), expected), acted.Exception?.InnerException);
        }
        finally
        {
            s_places.Release();
        }
    }

    private static async Task<Outcome> OutcomeAsync(List<PendingWait> waits, Func<object?> wait, Outcome expected)
    {
        List<Task> ends = waits.ConvertAll(one => one.Ended);
        Task expectedEnd = expected switch
        {
            Outcome.EndsNothing => Task.CompletedTask,
            Outcome.EndsOne => Task.WhenAny(ends),
            _ => Task.WhenAll(ends),
        };
        await Task.WhenAny(expectedEnd, Task.Delay(s_patience));
        await Task.Delay(s_stay);
        int ended = waits.Count(one => one.HasEnded);
        if (ended < waits.Count)
        {
            return ended == 0 ? Outcome.EndsNothing : Outcome.EndsOne;
        }

        PendingWait next = await PendingWait.StartAsync(wait);
        await Task.WhenAny(next.Ended, Task.Delay(expected is Outcome.EndsAll ? s_patience : s_stay));
        return next.HasEnded ? Outcome.EndsAll : waits.Count == 1 ? Outcome.EndsOne : Outcome.EndsPending;
    }
}
