using static LeakAnalyzer.Facts.Catalogue.TypeFacts;
using static LeakAnalyzer.Facts.Vocabulary;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>The facts about tasks: the members that start tasks, make tasks from other tasks, and wait for tasks.</summary>
internal static class Tasks
{
    private const string Space = "System.Threading.Tasks.";
    private const string Compiler = "System.Runtime.CompilerServices.";

    private static readonly string[] s_states =
    [
        "IsCompletedSuccessfully", "IsFaulted", "IsCanceled", "Status",
    ];

    private static readonly string[] s_looks = ["Exception", "Id", "CreationOptions", "AsyncState", "Dispose"];

    public static readonly TypeFacts[] Types =
    [
        OfTask("Task")
            .Member("Run", Starts)
            .Member("Delay", Waits(WaitsFor.Nothing), Returns(ResultKind.Finite))
            .Each(["CompletedTask", "FromResult", "FromException", "FromCanceled", "Yield"], Returns(ResultKind.Finite))
            .Member("WhenAll", Returns(ResultKind.AllOf, of: Arguments))
            .Member("WhenAny", Returns(ResultKind.FirstOf, of: Arguments))
            .Member("WhenEach", ReadsArguments)
            .Member("WaitAll", Joins(Arguments), Blocks, MayThrow)
            .Member("WaitAny", Returns(ResultKind.FirstOf, of: Arguments), Blocks, MayThrow),
        OfTask("Task`1"),
        OfTask("ValueTask").Each(["CompletedTask", "FromResult", "FromException", "FromCanceled"], Returns(ResultKind.Finite)),
        OfTask("ValueTask`1"),
        Type(Space + "TaskFactory").Member("StartNew", Starts),
        Type(Space + "TaskFactory`1").Member("StartNew", Starts),
        Type(Space + "TaskExtensions").Member("Unwrap", Returns(ResultKind.TaskOf, of: Receiver)),
        Type(Space + "TaskAsyncEnumerableExtensions").Each(["WithCancellation", "ConfigureAwait", "ToBlockingEnumerable"], Returns(ResultKind.TaskOf, of: Receiver)),

        Awaiter("TaskAwaiter"), Awaiter("TaskAwaiter`1"), Awaiter("ValueTaskAwaiter"), Awaiter("ValueTaskAwaiter`1"),
        Awaiter("ConfiguredTaskAwaitable+ConfiguredTaskAwaiter"), Awaiter("ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter"),
        Awaiter("ConfiguredValueTaskAwaitable+ConfiguredValueTaskAwaiter"), Awaiter("ConfiguredValueTaskAwaitable`1+ConfiguredValueTaskAwaiter"),
        Awaitable("ConfiguredTaskAwaitable"), Awaitable("ConfiguredTaskAwaitable`1"),
        Awaitable("ConfiguredValueTaskAwaitable"), Awaitable("ConfiguredValueTaskAwaitable`1"),
        Type(Compiler + "ConfiguredCancelableAsyncEnumerable`1").Each(["WithCancellation", "ConfigureAwait", "GetAsyncEnumerator"], Returns(ResultKind.TaskOf, of: Receiver)),

        Type(Space + "Parallel")
            .Each(["For", "ForEach", "Invoke"], Runs, Blocks, MayThrow),
        Type("System.Array").Member("ForEach", Runs, MayThrow),
        Type("System.Collections.Generic.List`1").Member("ForEach", Runs, MayThrow),

        Type("System.Threading.ThreadPool")
            .Each(["QueueUserWorkItem", "UnsafeQueueUserWorkItem"], Starts),
        Type("System.Threading.Thread")
            .Each(["Start", "UnsafeStart"], Starts, Reads)
            .Member("Join", Joins(Receiver), Blocks, MayThrow)
            .Each(["Interrupt", "Abort"], Ends)
            .Member("Sleep", Blocks)
            .Each(
                ["IsBackground", "Name", "Priority", "SetApartmentState", "TrySetApartmentState", "IsAlive", "ThreadState", "ManagedThreadId", "CurrentCulture", "CurrentUICulture",
                    "ApartmentState", "GetApartmentState", "IsThreadPoolThread"],
                Reads),
    ];

    private static TypeFacts OfTask(string name) => Type(Space + name).EndsNothing()
        .Member("ContinueWith", Starts, Reads, Returns(ResultKind.TaskOf, of: Receiver))
        .Member("Wait", Joins(Receiver), Blocks, MayThrow)
        .Member("Result", Joins(Receiver), Blocks, MayThrow)
        .Each(["ConfigureAwait", "AsTask", "Preserve", "GetAwaiter"], Returns(ResultKind.TaskOf, of: Receiver))
        .Member("WaitAsync", Returns(ResultKind.TaskOf, of: Receiver), GivesUp)
        .Member("IsCompleted", Returns(ResultKind.HasEnded, of: Receiver), Reads)
        .Each(s_states, Returns(ResultKind.StateOf, of: Receiver), Reads)
        .Each(s_looks, Reads);

    private static TypeFacts Awaitable(string name) => Type(Compiler + name).EndsNothing()
        .Member("GetAwaiter", Returns(ResultKind.TaskOf, of: Receiver));

    private static TypeFacts Awaiter(string name) => Type(Compiler + name).EndsNothing()
        .Member("GetResult", Joins(Receiver), Blocks, MayThrow)
        .Member("IsCompleted", Returns(ResultKind.HasEnded, of: Receiver), Reads)
        .Each(["OnCompleted", "UnsafeOnCompleted"], Starts, Reads);
}
