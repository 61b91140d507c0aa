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
        Acquiring(Waits.On(Taken, semaphore => semaphore.Wait(Timeout.Infinite))).Case("an infinite time"),
        Acquiring(Waits.On(Taken, semaphore => semaphore.WaitAsync(Timeout.Infinite))).Case("an infinite time"),
        Waits.On(Taken, semaphore => semaphore.AvailableWaitHandle.WaitOne())
            .Case("a semaphore's handle")
            .EndsAll(semaphore => semaphore.Release()),
        Waits.On(() => new object(), gate => Monitor.Wait(gate), gate => { lock (gate) { Monitor.Wait(gate); } })
            .Try(gate => Monitor.Pulse(gate), gate => { lock (gate) { Monitor.Pulse(gate); } }, Outcome.EndsOne)
            .Try(gate => Monitor.PulseAll(gate), gate => { lock (gate) { Monitor.PulseAll(gate); } }, Outcome.EndsPending)
            .Try(gate => Monitor.Exit(gate), gate => { lock (gate) { } }, Outcome.EndsNothing),
        Waits.On(Held.ByLock, held => Monitor.Enter(held.Gate))
            .When("let go by its holder", held => { held.LetGo(); }, Outcome.EndsOne),
        Waits.On(Held.ByMutex, held => held.Mutex.WaitOne())
            .Case("a mutex")
            .When("released by its holder, then left by each thread", held => { held.LetGo(); }, Outcome.EndsAll)
            .EndsNothing(held => held.Mutex.ReleaseMutex(), throws: typeof(ApplicationException))
            .EndsNothing(held => held.Mutex.Dispose())
            .EndsNothing(held => held.Mutex.Close()),
        Waits.On(() => new Semaphore(0, 5), semaphore => semaphore.WaitOne())
            .Case("a semaphore")
            .EndsOne(semaphore => semaphore.Release())
            .EndsAll(semaphore => semaphore.Release(3))
            .EndsNothing(semaphore => semaphore.Dispose())
            .EndsNothing(semaphore => semaphore.Close()),
        Waits.On(Entered, gate => gate.EnterReadLock()),
        Waits.On(Entered, gate => gate.EnterWriteLock()),
    ];

    private static SemaphoreSlim Taken() => new(0);

    private static WaitCaseOf<SemaphoreSlim> Acquiring(WaitCaseOf<SemaphoreSlim> wait) => wait
        .EndsOne(semaphore => semaphore.Release())
        .EndsAll(semaphore => semaphore.Release(3))
        .EndsNothing(semaphore => semaphore.Dispose())
        .EndsNothing(semaphore => semaphore.CurrentCount)
        .EndsNothing(semaphore => semaphore.AvailableWaitHandle);

    /// <summary>Creates a lock that is never released: the thread that entered it has ended.</summary>
    private static ReaderWriterLockSlim Entered()
    {
        var gate = new ReaderWriterLockSlim();
        var thread = new Thread(gate.EnterWriteLock);
        thread.Start();
        thread.Join();
        return gate;
    }

    /// <summary>A lock that a thread holds until <see cref="LetGo"/> is called.</summary>
    private sealed class Held
    {
        private readonly ManualResetEventSlim _over = new();

        private Held(Action<Held> take, Action<Held> release)
        {
            var taken = new ManualResetEventSlim();
            var holder = new Thread(() =>
            {
                take(this);
                taken.Set();
                _over.Wait();
                release(this);
            });
            holder.IsBackground = true;
            holder.Start();
            taken.Wait();
        }

        public object Gate { get; } = new();

        public Mutex Mutex { get; } = new();

        public static Held ByLock() => new(held => Monitor.Enter(held.Gate), held => Monitor.Exit(held.Gate));

        public static Held ByMutex() => new(held => held.Mutex.WaitOne(), held => held.Mutex.ReleaseMutex());

        public void LetGo() => _over.Set();
    }
}
