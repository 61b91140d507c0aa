using static LeakAnalyzer.Facts.Catalogue.TypeFacts;
using static LeakAnalyzer.Facts.Vocabulary;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>The facts about promises (<c>TaskCompletionSource</c>), semaphores, events, and monitors.</summary>
internal static class Signals
{
    private const string Space = "System.Threading.";

    private static readonly string[] s_settings =
    [
        "SetResult", "TrySetResult", "SetException", "TrySetException", "SetCanceled", "TrySetCanceled", "SetFromTask", "TrySetFromTask",
    ];

    public static readonly TypeFacts[] Types =
    [
        Promise("TaskCompletionSource"),
        Promise("TaskCompletionSource`1"),

        Type(Space + "SemaphoreSlim")
            .Each(["Wait", "WaitAsync"], Waits(WaitsFor.Permit), Blocks, Reads)
            .Member("Release", GivesOne)
            .Member("Dispose", Disposes) // disposing the semaphore ends no wait
            .Each(["CurrentCount", "AvailableWaitHandle"], Reads),

        Type(Space + "ManualResetEventSlim").EndsTogether()
            .Member("Wait", Waits(WaitsFor.Signal), Blocks, Reads)
            .Member("Set", Ends)
            .Member("Dispose", Disposes)
            .Each(["Reset", "IsSet", "SpinCount"], Reads),

        Type(Space + "CountdownEvent").EndsTogether()
            .Member("Wait", Waits(WaitsFor.Signal), Blocks, Reads)
            .Member("Signal", GivesOne)
            .Member("Dispose", Disposes)
            .Each(["Reset", "AddCount", "TryAddCount", "CurrentCount", "InitialCount", "IsSet"], Reads),

        Type(Space + "WaitHandle")
            .Member("WaitOne", Waits(WaitsFor.Signal), Blocks, Reads)
            .Member("WaitAny", WaitsOnAny(WaitsFor.Signal), Blocks, ReadsArguments, MayThrow)
            .Each(["WaitAll", "SignalAndWait"], Blocks, MayThrow)
            .Each(["Dispose", "Close"], Disposes),
        Type(Space + "EventWaitHandle")
            .Member("Set", Ends)
            .Member("Reset", Reads),
        Type(Space + "AutoResetEvent").Member("Set", GivesOne),
        Type(Space + "Semaphore")
            .Member("WaitOne", Waits(WaitsFor.Permit), Blocks, Reads)
            .Member("Release", GivesOne),
        Type(Space + "Mutex") // a mutex is a lock: the thread that holds it releases it again, so a wait for the mutex ends by itself
            .Member("WaitOne", Blocks, Reads)
            .Member("ReleaseMutex", Reads),

        Type(Space + "Monitor")
            .Member("Wait", WaitsOnArgument(WaitsFor.Signal), Blocks, ReadsArguments)
            .Each(["Pulse", "PulseAll"], ToArgument(GivesOne))
            .Each(["Enter", "TryEnter", "Exit", "IsEntered"], ReadsArguments),

        Type(Space + "Volatile").Each(["Read", "Write"], ReadsArguments, Returns(ResultKind.Same, of: Argument)),
        Type(Space + "Interlocked")
            .Member("Read", ReadsArguments, Returns(ResultKind.Same, of: Argument))
            .Each(["Exchange", "CompareExchange"], Returns(ResultKind.OldValue, of: Argument)),
        Type("System.IDisposable").Member("Dispose", Disposes), // the object's own type says whether disposal also ends the waits on the object
        Type("System.IAsyncDisposable").Member("DisposeAsync", Disposes),
        Type("System.GC").Each(["KeepAlive", "SuppressFinalize", "ReRegisterForFinalize"], ReadsArguments),
        Type("System.Object").Each(["ReferenceEquals", "Equals"], ReadsArguments, Reads, Returns(ResultKind.AreSame, of: Arguments)).Each(["GetHashCode", "ToString", "GetType"], Reads),
        Type("System.ArgumentNullException").Member("ThrowIfNull", ReadsArguments),
        Type("System.ObjectDisposedException").Member("ThrowIf", ReadsArguments),
    ];

    private static TypeFacts Promise(string name) => Type(Space + "Tasks." + name)
        .Member("Task", Waits(WaitsFor.End), Returns(ResultKind.Part, of: Receiver), Reads)
        .Each(s_settings, Ends);
}
