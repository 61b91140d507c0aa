using static LeakAnalyzer.Facts.Catalogue.TypeFacts;
using static LeakAnalyzer.Facts.Vocabulary;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>The facts about well-known packages.</summary>
internal static class Packages
{
    private const string AsyncEx = "Nito.AsyncEx.";
    private const string VsThreading = "Microsoft.VisualStudio.Threading.";
    private const string Grpc = "Grpc.Core.";
    private const string SignalR = "Microsoft.AspNetCore.SignalR.Client.";

    public static readonly TypeFacts[] Types =
    [
        Event(AsyncEx + "AsyncAutoResetEvent").Member("Set", GivesOne),
        Event(AsyncEx + "AsyncManualResetEvent").EndsTogether().Member("Set", Ends),
        Type(AsyncEx + "AsyncCountdownEvent").EndsTogether()
            .Member("WaitAsync", Waits(WaitsFor.Signal), Reads)
            .Member("Wait", Waits(WaitsFor.Signal), Blocks, Reads)
            .Member("Signal", GivesOne)
            .Each(["AddCount", "CurrentCount"], Reads),
        Type(AsyncEx + "AsyncConditionVariable")
            .Member("WaitAsync", Waits(WaitsFor.Signal), Reads)
            .Member("Wait", Waits(WaitsFor.Signal), Blocks, Reads)
            .Each(["Notify", "NotifyAll"], GivesOne),
        Type(AsyncEx + "AsyncMonitor")
            .Member("WaitAsync", Waits(WaitsFor.Signal), Reads)
            .Member("Wait", Waits(WaitsFor.Signal), Blocks, Reads)
            .Each(["Pulse", "PulseAll"], GivesOne)
            .Each(["Enter", "EnterAsync"], Reads),
        Type(AsyncEx + "AsyncSemaphore")
            .Member("WaitAsync", Waits(WaitsFor.Permit), Reads)
            .Member("Wait", Waits(WaitsFor.Permit), Blocks, Reads)
            .Member("Release", GivesOne)
            .Member("CurrentCount", Reads),
        Type(AsyncEx + "AsyncProducerConsumerQueue`1")
            .Each(["DequeueAsync", "OutputAvailableAsync"], Waits(WaitsFor.Item), TakesOne)
            .Each(["Dequeue", "OutputAvailable", "GetConsumingEnumerable"], Waits(WaitsFor.Item), Blocks, TakesOne)
            .Each(["Enqueue", "EnqueueAsync"], GivesOne)
            .Member("CompleteAdding", Ends),
        Type(AsyncEx + "AsyncCollection`1")
            .Each(["TakeAsync", "OutputAvailableAsync"], Waits(WaitsFor.Item), TakesOne)
            .Each(["Take", "OutputAvailable", "GetConsumingEnumerable"], Waits(WaitsFor.Item), Blocks, TakesOne)
            .Each(["Add", "AddAsync"], GivesOne)
            .Member("CompleteAdding", Ends),

        Type(VsThreading + "AsyncAutoResetEvent").Member("WaitAsync", Waits(WaitsFor.Signal), Reads).Member("Set", GivesOne),
        Type(VsThreading + "AsyncManualResetEvent").EndsTogether()
            .Member("WaitAsync", Waits(WaitsFor.Signal), Reads)
            .Each(["Set", "SetAsync"], Ends)
            .Each(["PulseAll", "PulseAllAsync"], GivesOne)
            .Each(["Reset", "IsSet"], Reads),
        Type(VsThreading + "AsyncCountdownEvent").EndsTogether()
            .Member("WaitAsync", Waits(WaitsFor.Signal), Reads)
            .Each(["Signal", "SignalAsync", "SignalAndWaitAsync"], GivesOne),
        Type(VsThreading + "AsyncQueue`1")
            .Member("DequeueAsync", Waits(WaitsFor.Item), TakesOne)
            .Member("TryDequeue", TakesOne)
            .Each(["Enqueue", "TryEnqueue"], GivesOne)
            .Member("Complete", Ends)
            .Each(["Completion", "Count", "IsEmpty", "IsCompleted", "Peek", "TryPeek"], Reads),

        Type(Grpc + "IAsyncStreamReader`1").EndsNothing()
            .Member("MoveNext", Waits(WaitsFor.Item), Reads)
            .Member("Current", Reads),
        Type(Grpc + "AsyncStreamReaderExtensions")
            .Each(["MoveNext", "ReadAllAsync"], Waits(WaitsFor.Item), Reads),
        GrpcCall("AsyncServerStreamingCall`1"),
        GrpcCall("AsyncDuplexStreamingCall`2"),

        Type("StackExchange.Redis.ChannelMessageQueue")
            .Member("ReadAsync", Waits(WaitsFor.Item), TakesOne)
            .Member("TryRead", TakesOne)
            .Each(["Unsubscribe", "UnsubscribeAsync"], Ends)
            .Each(["Channel", "Completion"], Reads),
        Type("Confluent.Kafka.IConsumer`2")
            .Member("Consume", Waits(WaitsFor.Item), Blocks, Reads)
            .Each(["Close", "Dispose"], Ends)
            .Each(["Subscribe", "Assign", "Commit", "StoreOffset", "Seek", "Pause", "Resume", "Subscription", "Assignment", "MemberId"], Reads),
        Type("Npgsql.NpgsqlConnection")
            .Member("WaitAsync", Waits(WaitsFor.Signal), Reads)
            .Member("Wait", Waits(WaitsFor.Signal), Blocks, Reads)
            .Each(["Open", "OpenAsync", "CreateCommand", "State"], Reads)
            .Each(["Close", "CloseAsync", "Dispose", "DisposeAsync"], Ends, Disposes),

        Type(SignalR + "HubConnection")
            .Each(["StreamAsync", "StreamAsyncCore"], Waits(WaitsFor.Item), Reads)
            .Each(["StopAsync", "DisposeAsync"], Ends)
            .Each(["StartAsync", "State", "On", "InvokeCoreAsync", "SendCoreAsync"], Reads),
        Type(SignalR + "HubConnectionExtensions")
            .Member("StreamAsync", Waits(WaitsFor.Item), Reads)
            .Each(["On", "InvokeAsync", "SendAsync"], Reads),
    ];

    private static TypeFacts Event(string name) => Type(name)
        .Member("WaitAsync", Waits(WaitsFor.Signal), Reads)
        .Member("Wait", Waits(WaitsFor.Signal), Blocks, Reads)
        .Each(["Reset", "IsSet", "Id"], Reads);

    private static TypeFacts GrpcCall(string name) => Type(Grpc + name)
        .Each(["ResponseStream", "RequestStream"], Returns(ResultKind.Part, of: Receiver))
        .Member("Dispose", Ends, Disposes)
        .Each(["ResponseHeadersAsync", "GetStatus", "GetTrailers"], Reads);
}
