using static LeakAnalyzer.Facts.Catalogue.TypeFacts;
using static LeakAnalyzer.Facts.Vocabulary;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>The facts about cancellation sources, tokens, registrations, and times.</summary>
internal static class Tokens
{
    private const string Space = "System.Threading.";

    public static readonly TypeFacts[] Types =
    [
        Type(Space + "CancellationTokenSource")
            .Member("CreateLinkedTokenSource", Returns(ResultKind.FreshLinkedSource, of: Arguments))
            .Member("Token", Returns(ResultKind.Part, of: Receiver), Reads)
            .Member("IsCancellationRequested", Returns(ResultKind.StateOf, of: Receiver), Reads)
            .Each(["Cancel", "CancelAsync"], Cancels)
            .Member("CancelAfter", Bounds)
            .Member("Dispose", Disposes),

        Type(Space + "CancellationToken").EndsNothing()
            .Member("None", Returns(ResultKind.NeverCancelled))
            .Member("IsCancellationRequested", Returns(ResultKind.StateOf, of: Receiver), Reads)
            .Each(["Register", "UnsafeRegister"], Returns(ResultKind.Registration, of: Receiver))
            .Member("WaitHandle", Returns(ResultKind.Part, of: Receiver))
            .Member("ThrowIfCancellationRequested", Reads, MayThrow)
            .Each(["CanBeCanceled", "Equals", "GetHashCode"], Reads),

        Type(Space + "CancellationTokenRegistration")
            .Each(["Dispose", "DisposeAsync", "Unregister"], Disposes)
            .Member("Token", Returns(ResultKind.Part, of: Receiver), Reads),

        Type(Space + "PeriodicTimer")
            .Member("WaitForNextTickAsync", Waits(WaitsFor.Tick), Reads)
            .Member("Period", Reads)
            .Member("Dispose", Ends, Disposes),

        Type(Space + "Timeout")
            .Each(["Infinite", "InfiniteTimeSpan"], Returns(ResultKind.InfiniteTime)),
        Type("System.TimeSpan")
            .Each(["FromMilliseconds"], Returns(ResultKind.TimeOf, of: Argument)),
    ];
}
