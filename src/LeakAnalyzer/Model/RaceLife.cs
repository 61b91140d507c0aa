namespace LeakAnalyzer.Model;

/// <summary>What has become of an operation that was begun for a race. Later is worse.</summary>
internal enum RaceLife
{
    /// <summary>The race hasn't been run.</summary>
    NotRaced,

    /// <summary>It has completed, is joined or is cancelled.</summary>
    Settled,

    /// <summary>The race is over, and the operation may be pending.</summary>
    Pending,

    /// <summary>It may be pending, and nobody holds it any more.</summary>
    Lost,
}

/// <summary>How the life of a raced operation goes on.</summary>
internal static class RaceLives
{
    /// <summary>The life where two paths meet: the worse, so that one path that abandons the operation is enough.</summary>
    public static RaceLife Merge(RaceLife one, RaceLife other) => one > other ? one : other;

    /// <summary>The life behind a join, a cancel, or a branch on which the operation has completed.</summary>
    public static RaceLife AfterSettling(RaceLife life) => life == RaceLife.Pending ? RaceLife.Settled : life;

    /// <summary>The life when the variable that holds the operation is given another.</summary>
    public static RaceLife AfterReplacing(RaceLife life) => life is RaceLife.Pending or RaceLife.Lost ? RaceLife.Lost : RaceLife.NotRaced;
}
