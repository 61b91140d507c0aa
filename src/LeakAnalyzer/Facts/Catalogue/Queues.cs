using static LeakAnalyzer.Facts.Catalogue.TypeFacts;
using static LeakAnalyzer.Facts.Vocabulary;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>The facts about blocking collections, <c>System.IO.Pipelines</c>, and dataflow blocks.</summary>
internal static class Queues
{
    private const string Pipelines = "System.IO.Pipelines.";
    private const string Dataflow = "System.Threading.Tasks.Dataflow.";

    public static readonly TypeFacts[] Types =
    [
        Type("System.Collections.Concurrent.BlockingCollection`1")
            .Each(["Take", "GetConsumingEnumerable"], Waits(WaitsFor.Item), Blocks, TakesOne)
            .Member("TryTake", TakesOne)
            .Each(["Add", "TryAdd"], GivesOne)
            .Member("CompleteAdding", Ends)
            .Member("Dispose", Disposes) // disposing the collection ends no wait
            .Each(["IsCompleted", "IsAddingCompleted"], Returns(ResultKind.StateOf, of: Receiver), Reads)
            .Each(["Count", "BoundedCapacity", "ToArray", "CopyTo"], Reads),

        Type(Pipelines + "Pipe")
            .Member("Reader", Returns(ResultKind.Part, of: Receiver))
            .Member("Writer", Returns(ResultKind.Part, of: Receiver)),
        Type(Pipelines + "PipeReader")
            .Each(["ReadAsync", "ReadAtLeastAsync"], Waits(WaitsFor.Item), Reads)
            .Each(["TryRead", "AdvanceTo"], Reads)
            .Each(["Complete", "CompleteAsync"], Reads) // completing a reader doesn't end a pending read of the same reader
            .Member("CancelPendingRead", Interrupts, NeverThrows),
        Type(Pipelines + "PipeWriter")
            .Each(["WriteAsync", "FlushAsync"], GivesOne)
            .Each(["GetMemory", "GetSpan", "Advance", "CancelPendingFlush", "UnflushedBytes", "CanGetUnflushedBytes"], Reads)
            .Each(["Complete", "CompleteAsync"], Ends),

        Type(Dataflow + "DataflowBlock")
            .Each(["Receive"], Waits(WaitsFor.Item), Blocks, TakesOne)
            .Each(["ReceiveAsync", "OutputAvailableAsync", "ReceiveAllAsync"], Waits(WaitsFor.Item), TakesOne)
            .Member("TryReceive", TakesOne)
            .Each(["Post", "SendAsync"], GivesOne),
        Type(Dataflow + "IDataflowBlock")
            .Each(["Complete", "Fault"], Ends)
            .Member("Completion", Reads),
        Block("BufferBlock`1"), Block("BroadcastBlock`1"), Block("WriteOnceBlock`1"), Block("TransformBlock`2"), Block("TransformManyBlock`2"),
        Block("BatchBlock`1"), Block("JoinBlock`2"), Block("JoinBlock`3"), Block("ActionBlock`1"),
    ];

    private static TypeFacts Block(string name) => Type(Dataflow + name)
        .Each(["Complete", "Fault"], Ends)
        .Member("Post", GivesOne)
        .Each(["TryReceive", "TryReceiveAll"], TakesOne)
        .Each(["Count", "InputCount", "OutputCount", "Completion"], Reads);
}
