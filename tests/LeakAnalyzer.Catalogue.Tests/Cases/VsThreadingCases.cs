#pragma warning disable CS0618 // Obsolete members are tried too, because they also end waits.
using LeakAnalyzer.Catalogue.Tests.Running;
using Microsoft.VisualStudio.Threading;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class VsThreadingCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Waits.On(() => new AsyncAutoResetEvent(), signal => signal.WaitAsync())
            .EndsOne(signal => signal.Set()),
        Waits.On(() => new AsyncAutoResetEvent(), signal => signal.WaitAsync(default))
            .EndsOne(signal => signal.Set())
            .WithToken((signal, token) => signal.WaitAsync(token)),
        Manual(Waits.On(() => new AsyncManualResetEvent(), signal => signal.WaitAsync())),
        Manual(Waits.On(() => new AsyncManualResetEvent(), signal => signal.WaitAsync(default)))
            .WithToken((signal, token) => signal.WaitAsync(token)),
        Waits.On(() => new AsyncCountdownEvent(2), countdown => countdown.WaitAsync())
            .EndsNothing(countdown => countdown.Signal())
            .EndsNothing(countdown => countdown.SignalAsync())
            .EndsNothing(countdown => countdown.SignalAndWaitAsync())
            .When("it is signalled twice", countdown => { countdown.Signal(); countdown.Signal(); }, Outcome.EndsAll),
        Waits.On(() => new AsyncCountdownEvent(5), countdown => countdown.SignalAndWaitAsync())
            .EndsNothing(countdown => countdown.Signal()),
        Semaphore(Waits.On(Entered, semaphore => semaphore.EnterAsync(default)))
            .WithToken((semaphore, token) => semaphore.EnterAsync(token)),
        Semaphore(Waits.On(Entered, semaphore => semaphore.EnterAsync(Timeout.Infinite, default))).Case("an infinite time"),
        Waits.On(() => new AsyncBarrier(4), barrier => barrier.SignalAndWait())
            .Alone(),
        Waits.On(() => new AsyncBarrier(4), barrier => barrier.SignalAndWait(default))
            .Alone()
            .WithToken((barrier, token) => barrier.SignalAndWait(token)),
        Waits.On(() => new AsyncQueue<int>(), queue => queue.DequeueAsync(default))
            .EndsAll(queue => queue.Complete())
            .EndsOne(queue => queue.Enqueue(1))
            .EndsOne(queue => queue.TryEnqueue(1))
            .WithToken((queue, token) => queue.DequeueAsync(token)),
        Waits.On(() => new AsyncQueue<int>(), queue => queue.Completion)
            .EndsAll(queue => queue.Complete())
            .EndsNothing(queue => queue.Enqueue(1)),
    ];

    private static AsyncSemaphore Entered()
    {
        var semaphore = new AsyncSemaphore(1);
        semaphore.EnterAsync().GetAwaiter().GetResult();
        return semaphore;
    }

    private static WaitCaseOf<AsyncManualResetEvent> Manual(WaitCaseOf<AsyncManualResetEvent> wait) => wait
        .EndsAll(signal => signal.Set())
        .EndsAll(signal => signal.SetAsync())
        .EndsPending(signal => signal.PulseAll())
        .EndsPending(signal => signal.PulseAllAsync())
        .EndsNothing(signal => signal.Reset());

    private static WaitCaseOf<AsyncSemaphore> Semaphore(WaitCaseOf<AsyncSemaphore> wait) => wait
        .EndsAll(semaphore => semaphore.Dispose())
        .EndsNothing(semaphore => semaphore.CurrentCount);
}
