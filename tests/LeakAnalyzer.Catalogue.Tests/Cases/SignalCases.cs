using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class SignalCases
{
    public static IEnumerable<WaitCase> All =>
    [
        OfSlim(Waits.On(() => new ManualResetEventSlim(), signal => signal.Wait())),
        OfSlim(Waits.On(() => new ManualResetEventSlim(), signal => signal.Wait(default(CancellationToken))))
            .WithToken((signal, token) => { signal.Wait(token); return null; }),
        OfSlim(Waits.On(() => new ManualResetEventSlim(), signal => signal.Wait(Timeout.Infinite))).Case("an infinite time"),
        Waits.On(() => new ManualResetEventSlim(), signal => signal.WaitHandle.WaitOne())
            .Case("a slim event's handle")
            .EndsAll(signal => signal.Set()),
        Waits.On(() => new ManualResetEvent(false), signal => signal.WaitOne())
            .Case("a manual event")
            .EndsAll(signal => signal.Set())
            .EndsNothing(signal => signal.Reset())
            .EndsNothing(signal => signal.Dispose())
            .EndsNothing(signal => signal.Close()),
        Waits.On(() => new AutoResetEvent(false), signal => signal.WaitOne())
            .Case("an automatic event")
            .EndsOne(signal => signal.Set())
            .EndsNothing(signal => signal.Reset())
            .EndsNothing(signal => signal.Dispose())
            .EndsNothing(signal => signal.Close()),
        Waits.On(() => new ManualResetEvent(false), signal => signal.WaitOne(Timeout.Infinite))
            .Case("an infinite time")
            .EndsAll(signal => signal.Set())
            .EndsNothing(signal => signal.Dispose()),
        Waits.On(() => new EventWaitHandle(false, EventResetMode.ManualReset), signal => signal.WaitOne())
            .Case("an event handle")
            .EndsAll(signal => signal.Set())
            .EndsNothing(signal => signal.Reset()),
        Waits.On(Two, signals => WaitHandle.WaitAny(signals))
            .When("one is set", signals => { ((ManualResetEvent)signals[0]).Set(); }, Outcome.EndsAll)
            .EndsNothing(signals => signals[0].Dispose()),
        Waits.On(Two, signals => WaitHandle.WaitAll(signals))
            .When("one is set", signals => { ((ManualResetEvent)signals[0]).Set(); }, Outcome.EndsNothing)
            .When("all are set", signals => { Array.ForEach(signals, signal => ((ManualResetEvent)signal).Set()); }, Outcome.EndsAll)
            .EndsNothing(signals => signals[0].Dispose()),
        Waits.On(Two, signals => WaitHandle.SignalAndWait(signals[0], signals[1]))
            .When("the second is set", signals => { ((ManualResetEvent)signals[1]).Set(); }, Outcome.EndsAll),
        OfCountdown(Waits.On(() => new CountdownEvent(2), countdown => countdown.Wait())),
        OfCountdown(Waits.On(() => new CountdownEvent(2), countdown => countdown.Wait(default(CancellationToken))))
            .WithToken((countdown, token) => { countdown.Wait(token); return null; }),
        Waits.On(() => new Barrier(3), barrier => barrier.SignalAndWait())
            .Alone()
            .EndsNothing(barrier => barrier.RemoveParticipant())
            .EndsAll(barrier => barrier.RemoveParticipants(2))
            .EndsNothing(barrier => barrier.AddParticipant())
            .EndsAll(barrier => barrier.Dispose()),
        Waits.On(() => new Barrier(3), barrier => barrier.SignalAndWait(default(CancellationToken)))
            .Alone()
            .EndsAll(barrier => barrier.Dispose())
            .WithToken((barrier, token) => { barrier.SignalAndWait(token); return null; }),
        Waits.On(() => new Barrier(3), barrier => barrier.SignalAndWait())
            .Case("two of three")
            .EndsPending(barrier => barrier.RemoveParticipant()),
        Waits.On(() => new SleepingThread(), sleeping => sleeping.Thread.Join())
            .EndsAll(sleeping => sleeping.Thread.Interrupt())
            .When("its work ends", sleeping => { sleeping.Over.Set(); }, Outcome.EndsAll),
        Waits.On(() => new object(), _ => Thread.Sleep(Timeout.Infinite)),
        Waits.On(() => new TaskCompletionSource(), promise => promise.Task.Wait())
            .Case("a promise's task")
            .EndsAll(promise => promise.SetResult()),
    ];

    private static WaitHandle[] Two() => [new ManualResetEvent(false), new ManualResetEvent(false)];

    private static WaitCaseOf<ManualResetEventSlim> OfSlim(WaitCaseOf<ManualResetEventSlim> wait) => wait
        .EndsAll(signal => signal.Set())
        .EndsNothing(signal => signal.Reset())
        .EndsNothing(signal => signal.WaitHandle)
        .EndsNothing(signal => signal.Dispose());

    private static WaitCaseOf<CountdownEvent> OfCountdown(WaitCaseOf<CountdownEvent> wait) => wait
        .EndsNothing(countdown => countdown.Signal())
        .EndsAll(countdown => countdown.Signal(2))
        .EndsNothing(countdown => countdown.AddCount())
        .EndsNothing(countdown => countdown.TryAddCount())
        .EndsNothing(countdown => countdown.Reset())
        .EndsAll(countdown => countdown.Reset(0))
        .EndsNothing(countdown => countdown.Dispose());

    private sealed class SleepingThread
    {
        public SleepingThread()
        {
            Thread = new(Sleep) { IsBackground = true };
            Thread.Start();
        }

        public ManualResetEventSlim Over { get; } = new();

        public Thread Thread { get; }

        private void Sleep()
        {
            try
            {
                Over.Wait();
            }
            catch (ThreadInterruptedException)
            {
                // The test has interrupted this thread, which now ends. That ends the observed wait: a Join of this thread.
            }
        }
    }
}
