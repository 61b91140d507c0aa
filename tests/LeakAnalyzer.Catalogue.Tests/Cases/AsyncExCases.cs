using LeakAnalyzer.Catalogue.Tests.Running;
using Nito.AsyncEx;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class AsyncExCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Auto(Waits.On(() => new AsyncAutoResetEvent(), signal => signal.WaitAsync())),
        Auto(Waits.On(() => new AsyncAutoResetEvent(), signal => signal.WaitAsync(default)))
            .WithToken((signal, token) => signal.WaitAsync(token)),
        Auto(Waits.On(() => new AsyncAutoResetEvent(), signal => signal.Wait())),
        Auto(Waits.On(() => new AsyncAutoResetEvent(), signal => signal.Wait(default)))
            .WithToken((signal, token) => { signal.Wait(token); return null; }),
        Manual(Waits.On(() => new AsyncManualResetEvent(), signal => signal.WaitAsync())),
        Manual(Waits.On(() => new AsyncManualResetEvent(), signal => signal.WaitAsync(default)))
            .WithToken((signal, token) => signal.WaitAsync(token)),
        Manual(Waits.On(() => new AsyncManualResetEvent(), signal => signal.Wait())),
        Manual(Waits.On(() => new AsyncManualResetEvent(), signal => signal.Wait(default)))
            .WithToken((signal, token) => { signal.Wait(token); return null; }),
        Countdown(Waits.On(() => new AsyncCountdownEvent(2), countdown => countdown.WaitAsync())),
        Countdown(Waits.On(() => new AsyncCountdownEvent(2), countdown => countdown.WaitAsync(default)))
            .WithToken((countdown, token) => countdown.WaitAsync(token)),
        Countdown(Waits.On(() => new AsyncCountdownEvent(2), countdown => countdown.Wait())),
        Countdown(Waits.On(() => new AsyncCountdownEvent(2), countdown => countdown.Wait(default)))
            .WithToken((countdown, token) => { countdown.Wait(token); return null; }),
        Condition(Waits.On(
            () => new Guarded(), guarded => guarded.Condition.WaitAsync(), guarded => guarded.WaitAsync(condition => condition.WaitAsync()))),
        Condition(Waits.On(
            () => new Guarded(), guarded => guarded.Condition.WaitAsync(default), guarded => guarded.WaitAsync(condition => condition.WaitAsync(default))))
            .WithToken((guarded, token) => guarded.WaitAsync(condition => condition.WaitAsync(token))),
        Condition(Waits.On(() => new Guarded(), guarded => guarded.Condition.Wait(), guarded => guarded.Wait(condition => condition.Wait()))),
        Monitor(Waits.On(() => new AsyncMonitor(), monitor => monitor.WaitAsync(), monitor => WaitAsync(monitor, default))),
        Monitor(Waits.On(() => new AsyncMonitor(), monitor => monitor.WaitAsync(default), monitor => WaitAsync(monitor, default)))
            .WithToken(WaitAsync),
        Monitor(Waits.On(() => new AsyncMonitor(), monitor => monitor.Wait(), Wait)),
        Waits.On(() => new Held(), held => held.Monitor.EnterAsync(), held => held.Monitor.EnterAsync().AsTask())
            .When("let go by its holder", held => { held.LetGo(); }, Outcome.EndsOne)
            .WithToken((held, token) => held.Monitor.EnterAsync(token).AsTask()),
        Waits.On(() => new HeldLock(), held => held.Lock.LockAsync(), held => held.Lock.LockAsync().AsTask())
            .When("let go by its holder", held => { held.LetGo(); }, Outcome.EndsOne)
            .WithToken((held, token) => held.Lock.LockAsync(token).AsTask()),
        Waits.On(() => new HeldLock(), held => held.Lock.Lock())
            .When("let go by its holder", held => { held.LetGo(); }, Outcome.EndsOne)
            .WithToken((held, token) => held.Lock.Lock(token)),
        Semaphore(Waits.On(() => new AsyncSemaphore(0), semaphore => semaphore.WaitAsync())),
        Semaphore(Waits.On(() => new AsyncSemaphore(0), semaphore => semaphore.WaitAsync(default)))
            .WithToken((semaphore, token) => semaphore.WaitAsync(token)),
        Semaphore(Waits.On(() => new AsyncSemaphore(0), semaphore => semaphore.Wait())),
        Semaphore(Waits.On(() => new AsyncSemaphore(0), semaphore => semaphore.LockAsync(), semaphore => semaphore.LockAsync().AsTask())),
        Waits.On(WriteLocked, gate => gate.ReaderLockAsync(), gate => gate.ReaderLockAsync().AsTask())
            .WithToken((gate, token) => gate.ReaderLockAsync(token).AsTask()),
        Waits.On(WriteLocked, gate => gate.WriterLockAsync(), gate => gate.WriterLockAsync().AsTask())
            .WithToken((gate, token) => gate.WriterLockAsync(token).AsTask()),
        Taking(Waits.On(Empty, items => items.TakeAsync()), Outcome.EndsOne),
        Taking(Waits.On(Empty, items => items.TakeAsync(default)), Outcome.EndsOne).WithToken((items, token) => items.TakeAsync(token)),
        Taking(Waits.On(Empty, items => items.Take()), Outcome.EndsOne),
        Taking(Waits.On(Empty, items => items.Take(default)), Outcome.EndsOne).WithToken((items, token) => items.Take(token)),
        Taking(Waits.On(Empty, items => items.OutputAvailableAsync()), Outcome.EndsOne),
        Taking(Waits.On(Empty, items => items.OutputAvailableAsync(default)), Outcome.EndsOne)
            .WithToken((items, token) => items.OutputAvailableAsync(token)),
        Taking(Waits.On(Empty, items => items.OutputAvailable()), Outcome.EndsOne),
        Taking(Waits.On(Empty, items => items.GetConsumingEnumerable()), Outcome.EndsNothing),
        Taking(Waits.On(Empty, items => items.GetConsumingEnumerable(default)), Outcome.EndsNothing)
            .WithToken((items, token) => items.GetConsumingEnumerable(token)),
        Adding(Waits.On(Full, items => items.AddAsync(1))),
        Adding(Waits.On(Full, items => items.AddAsync(1, default))).WithToken((items, token) => items.AddAsync(1, token)),
        Adding(Waits.On(Full, items => items.Add(1))),
        Dequeueing(Waits.On(EmptyQueue, queue => queue.DequeueAsync()), Outcome.EndsOne),
        Dequeueing(Waits.On(EmptyQueue, queue => queue.DequeueAsync(default)), Outcome.EndsOne)
            .WithToken((queue, token) => queue.DequeueAsync(token)),
        Dequeueing(Waits.On(EmptyQueue, queue => queue.Dequeue()), Outcome.EndsOne),
        Dequeueing(Waits.On(EmptyQueue, queue => queue.OutputAvailableAsync()), Outcome.EndsOne),
        Dequeueing(Waits.On(EmptyQueue, queue => queue.OutputAvailableAsync(default)), Outcome.EndsOne)
            .WithToken((queue, token) => queue.OutputAvailableAsync(token)),
        Dequeueing(Waits.On(EmptyQueue, queue => queue.OutputAvailable()), Outcome.EndsOne),
        Dequeueing(Waits.On(EmptyQueue, queue => queue.GetConsumingEnumerable()), Outcome.EndsNothing),
        Waits.On(FullQueue, queue => queue.EnqueueAsync(1))
            .EndsAll(queue => queue.CompleteAdding())
            .EndsOne(queue => queue.DequeueAsync()),
        Waits.On(FullQueue, queue => queue.EnqueueAsync(1, default))
            .EndsAll(queue => queue.CompleteAdding())
            .EndsOne(queue => queue.DequeueAsync())
            .WithToken((queue, token) => queue.EnqueueAsync(1, token)),
    ];

    private static AsyncCollection<int> Empty() => new();

    private static AsyncCollection<int> Full()
    {
        var items = new AsyncCollection<int>(1);
        items.Add(0);
        return items;
    }

    private static AsyncProducerConsumerQueue<int> EmptyQueue() => new();

    private static AsyncProducerConsumerQueue<int> FullQueue() => new([0], 1);

    private static AsyncReaderWriterLock WriteLocked()
    {
        var gate = new AsyncReaderWriterLock();
        gate.WriterLock();
        return gate;
    }

    private static async Task WaitAsync(AsyncMonitor monitor, CancellationToken token)
    {
        using (await monitor.EnterAsync())
        {
            await monitor.WaitAsync(token);
        }
    }

    private static void Wait(AsyncMonitor monitor)
    {
        using (monitor.Enter())
        {
            monitor.Wait();
        }
    }

    private static WaitCaseOf<AsyncAutoResetEvent> Auto(WaitCaseOf<AsyncAutoResetEvent> wait) => wait
        .EndsOne(signal => signal.Set());

    private static WaitCaseOf<AsyncManualResetEvent> Manual(WaitCaseOf<AsyncManualResetEvent> wait) => wait
        .EndsAll(signal => signal.Set())
        .EndsNothing(signal => signal.Reset());

    private static WaitCaseOf<AsyncCountdownEvent> Countdown(WaitCaseOf<AsyncCountdownEvent> wait) => wait
        .EndsNothing(countdown => countdown.Signal())
        .EndsAll(countdown => countdown.Signal(2))
        .EndsNothing(countdown => countdown.AddCount());

    private static WaitCaseOf<Guarded> Condition(WaitCaseOf<Guarded> wait) => wait
        .Try(guarded => guarded.Condition.Notify(), guarded => guarded.Locked(condition => condition.Notify()), Outcome.EndsOne)
        .Try(guarded => guarded.Condition.NotifyAll(), guarded => guarded.Locked(condition => condition.NotifyAll()), Outcome.EndsPending);

    private static WaitCaseOf<AsyncMonitor> Monitor(WaitCaseOf<AsyncMonitor> wait) => wait
        .Try(monitor => monitor.Pulse(), monitor => { using (monitor.Enter()) { monitor.Pulse(); } }, Outcome.EndsOne)
        .Try(monitor => monitor.PulseAll(), monitor => { using (monitor.Enter()) { monitor.PulseAll(); } }, Outcome.EndsPending);

    private static WaitCaseOf<AsyncSemaphore> Semaphore(WaitCaseOf<AsyncSemaphore> wait) => wait
        .EndsOne(semaphore => semaphore.Release())
        .EndsAll(semaphore => semaphore.Release(3));

    private static WaitCaseOf<AsyncCollection<int>> Taking(WaitCaseOf<AsyncCollection<int>> wait, Outcome ofAnItem) => wait
        .EndsAll(items => items.CompleteAdding())
        .Try(items => items.Add(1), ofAnItem)
        .Try(items => items.AddAsync(1), ofAnItem);

    private static WaitCaseOf<AsyncCollection<int>> Adding(WaitCaseOf<AsyncCollection<int>> wait) => wait
        .EndsAll(items => items.CompleteAdding())
        .EndsOne(items => items.Take())
        .EndsOne(items => items.TakeAsync());

    private static WaitCaseOf<AsyncProducerConsumerQueue<int>> Dequeueing(WaitCaseOf<AsyncProducerConsumerQueue<int>> wait, Outcome ofAnItem) => wait
        .EndsAll(queue => queue.CompleteAdding())
        .Try(queue => queue.Enqueue(1), ofAnItem)
        .Try(queue => queue.EnqueueAsync(1), ofAnItem);

    private sealed class Guarded
    {
        private readonly AsyncLock _lock = new();

        public Guarded() => Condition = new(_lock);

        public AsyncConditionVariable Condition { get; }

        public async Task WaitAsync(Func<AsyncConditionVariable, Task> wait)
        {
            using (await _lock.LockAsync())
            {
                await wait(Condition);
            }
        }

        public void Wait(Action<AsyncConditionVariable> wait) => Locked(wait);

        public void Locked(Action<AsyncConditionVariable> act)
        {
            using (_lock.Lock())
            {
                act(Condition);
            }
        }
    }

    private sealed class Held
    {
        private readonly IDisposable _holder;

        public Held() => _holder = Monitor.Enter();

        public AsyncMonitor Monitor { get; } = new();

        public void LetGo() => _holder.Dispose();
    }

    private sealed class HeldLock
    {
        private readonly IDisposable _holder;

        public HeldLock() => _holder = Lock.Lock();

        public AsyncLock Lock { get; } = new();

        public void LetGo() => _holder.Dispose();
    }
}
