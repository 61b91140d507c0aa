using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class LockCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Acquiring(Waits.On(Taken, semaphore => semaphore.Wait())),
        Acquiring(Waits.On(Taken, semaphore => semaphore.Wait(default(CancellationToken))))
            .WithToken((semaphore, token) => { semaphore.Wait(token); return null; }),
        Acquiring(Waits.On(Taken, semaphore => semaphore.WaitAsync())),
        Acquiring(Waits.On(Taken, semaphore => semaphore.WaitAsync(default(CancellationToken))))
            .WithToken((semaphore, token) => semaphore.WaitAsync(token)),
        Acquiring(Waits.On(Taken, semaphore => semaphore.Wait(Timeout.Infinite))).When("an infinite time"),
        Acquiring(Waits.On(Taken, semaphore => semaphore.WaitAsync(Timeout.Infinite))).When("an infinite time"),
        Waits.On(Taken, semaphore => semaphore.AvailableWaitHandle.WaitOne())
            .When("a semaphore's handle")
            .EndsAll(semaphore => semaphore.Release()),
        Waits.On(() => new object(), gate => Monitor.Wait(gate), gate => { lock (gate) { Monitor.Wait(gate); } })
            .Try(gate => Monitor.Pulse(gate), gate => { lock (gate) { Monitor.Pulse(gate); } }, Effect.EndsOne)
            .Try(gate => Monitor.PulseAll(gate), gate => { lock (gate) { Monitor.PulseAll(gate); } }, Effect.EndsPending)
            .Try(gate => Monitor.Exit(gate), gate => { lock (gate) { } }, Effect.EndsNothing),
        Waits.On(Held, held => Monitor.Enter(held.Gate))
            .When("let go by its holder", held => { held.LetGo(); }, Effect.EndsOne),
        Waits.On(HeldMutex, held => held.Mutex.WaitOne())
            .When("a mutex")
            .When("released by its holder, then left by each thread", held => { held.LetGo(); }, Effect.EndsAll)
            .EndsNothing(held => held.Mutex.ReleaseMutex(), throws: typeof(ApplicationException))
            .EndsNothing(held => held.Mutex.Dispose())
            .EndsNothing(held => held.Mutex.Close()),
        Waits.On(() => new Semaphore(0, 5), semaphore => semaphore.WaitOne())
            .When("a semaphore")
            .EndsOne(semaphore => semaphore.Release())
            .EndsAll(semaphore => semaphore.Release(3))
            .EndsNothing(semaphore => semaphore.Dispose())
            .EndsNothing(semaphore => semaphore.Close()),
        Waits.On(() => new ReaderWriterLockSlim(), gate => gate.EnterWriteLock(), gate => gate.EnterWriteLock()),
    ];

    private static SemaphoreSlim Taken() => new(0);

    private static WaitCaseOf<SemaphoreSlim> Acquiring(WaitCaseOf<SemaphoreSlim> wait) => wait
        .EndsOne(semaphore => semaphore.Release())
        .EndsAll(semaphore => semaphore.Release(3))
        .EndsNothing(semaphore => semaphore.Dispose())
        .EndsNothing(semaphore => semaphore.CurrentCount)
        .EndsNothing(semaphore => semaphore.AvailableWaitHandle);

    private static HeldLock Held() => new();

    private static HeldMutex_ HeldMutex() => new();

    /// <summary>A lock that another thread holds until it is told to let it go.</summary>
    private sealed class HeldLock
    {
        private readonly ManualResetEventSlim _over = new();

        public HeldLock()
        {
            var taken = new ManualResetEventSlim();
            new Thread(() =>
            {
                lock (Gate)
                {
                    taken.Set();
                    _over.Wait();
                }
            }) { IsBackground = true }.Start();
            taken.Wait();
        }

        public object Gate { get; } = new();

        public void LetGo() => _over.Set();
    }

    private sealed class HeldMutex_
    {
        private readonly ManualResetEventSlim _over = new();

        public HeldMutex_()
        {
            var taken = new ManualResetEventSlim();
            new Thread(() =>
            {
                Mutex.WaitOne();
                taken.Set();
                _over.Wait();
                Mutex.ReleaseMutex();
            }) { IsBackground = true }.Start();
            taken.Wait();
        }

        public Mutex Mutex { get; } = new();

        public void LetGo() => _over.Set();
    }
}
