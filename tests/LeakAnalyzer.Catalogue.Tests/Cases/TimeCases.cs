using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class TimeCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Waits.On(() => new object(), _ => Task.Delay(Timeout.Infinite)),
        Waits.On(() => new object(), _ => Task.Delay(Timeout.InfiniteTimeSpan)),
        Waits.On(() => new CancellationTokenSource(), source => Task.Delay(Timeout.Infinite, source.Token))
            .EndsAll(source => source.Cancel())
            .EndsAll(source => source.Cancel(false))
            .EndsAll(source => source.CancelAsync())
            .EndsAll(source => source.CancelAfter(1))
            .EndsAll(source => source.CancelAfter(TimeSpan.FromMilliseconds(1)))
            .EndsNothing(source => source.TryReset())
            .EndsNothing(source => source.Dispose()),
        Waits.On(() => new CancellationTokenSource(), source => Task.Delay(Timeout.InfiniteTimeSpan, source.Token))
            .EndsAll(source => source.Cancel())
            .EndsNothing(source => source.Dispose()),
        Waits.On(() => new Linked(), linked => Task.Delay(Timeout.Infinite, linked.Source.Token))
            .Case("linked to a parent")
            .EndsAll(linked => linked.Source.Cancel())
            .When("its parent is cancelled", linked => { linked.Parent.Cancel(); }, Outcome.EndsAll)
            .EndsNothing(linked => linked.Source.Dispose())
            .When("its parent is disposed", linked => { linked.Parent.Dispose(); }, Outcome.EndsNothing)
            .When("the source is disposed, then its parent is cancelled", linked => { linked.Source.Dispose(); linked.Parent.Cancel(); }, Outcome.EndsNothing),
        Waits.On(() => new CancellationTokenSource(), source => source.Token.WaitHandle.WaitOne())
            .Case("the handle of a token")
            .EndsAll(source => source.Cancel())
            .EndsNothing(source => source.Dispose()),
        Waits.On(() => new PeriodicTimer(TimeSpan.FromMilliseconds(1)), timer => timer.WaitForNextTickAsync(default), EveryTickAsync)
            .Case("in a loop")
            .Alone()
            .EndsAll(timer => timer.Dispose()),
        Waits.On(() => new PeriodicTimer(TimeSpan.FromHours(1)), timer => timer.WaitForNextTickAsync(default))
            .Alone()
            .EndsAll(timer => timer.Dispose())
            .WithToken((timer, token) => timer.WaitForNextTickAsync(token)),
    ];

    private static async Task EveryTickAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync())
        {
        }
    }

    private sealed class Linked
    {
        public Linked() => Source = CancellationTokenSource.CreateLinkedTokenSource(Parent.Token);

        public CancellationTokenSource Parent { get; } = new();

        public CancellationTokenSource Source { get; }
    }
}
