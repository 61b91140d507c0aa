using static LeakAnalyzer.Facts.Catalogue.TypeFacts;
using static LeakAnalyzer.Facts.Vocabulary;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>The facts about channels.</summary>
internal static class Channels
{
    private const string Space = "System.Threading.Channels.";

    public static readonly TypeFacts[] Types =
    [
        Type(Space + "Channel")
            .Member("CreateUnbounded", Returns(ResultKind.FreshUnbounded))
            .Member("CreateUnboundedPrioritized", Returns(ResultKind.FreshUnbounded))
            .Member("CreateBounded", Returns(ResultKind.FreshBounded)),

        Type(Space + "Channel`2")
            .Member("Reader", Returns(ResultKind.Part, of: Receiver))
            .Member("Writer", Returns(ResultKind.Part, of: Receiver)),

        Type(Space + "ChannelReader`1").EndsNothing()
            .Each(["ReadAsync", "ReadAllAsync"], Waits(WaitsFor.Item), TakesOne)
            .Member("WaitToReadAsync", Waits(WaitsFor.Item))
            .Member("Completion", Waits(WaitsFor.End), Reads)
            .Member("TryRead", TakesOne)
            .Each(["TryPeek", "Count", "CanCount", "CanPeek"], Reads),

        Type(Space + "ChannelWriter`1")
            .Member("WriteAsync", Waits(WaitsFor.Room), GivesOne)
            .Member("WaitToWriteAsync", Waits(WaitsFor.Room), Reads)
            .Member("TryWrite", GivesOne)
            .Member("Complete", Ends, MayThrow)
            .Member("TryComplete", Ends),
    ];
}
