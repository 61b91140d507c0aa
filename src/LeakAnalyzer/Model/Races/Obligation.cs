namespace LeakAnalyzer.Model;

/// <summary>
/// What has become of something that a scope has to take care of: a raced operation that it joins or cancels, a source or registration
/// that it disposes. Later is worse.
/// </summary>
internal enum Obligation
{
    /// <summary>There is nothing yet, or not any more.</summary>
    None,

    /// <summary>It is taken care of.</summary>
    Met,

    /// <summary>The operation is begun, and its race hasn't been run.</summary>
    Coming,

    /// <summary>It has to be taken care of, and its holder still has it.</summary>
    Open,

    /// <summary>It wasn't taken care of, and nobody holds it any more.</summary>
    Lost,
}

/// <summary>How an obligation goes on.</summary>
internal static class Obligations
{
    /// <summary>The obligation where two paths meet: the worse, so that one path that leaves it is enough.</summary>
    public static Obligation Merge(Obligation one, Obligation other) => one > other ? one : other;

    /// <summary>The obligation when it begins, or begins anew while the one before may still be open.</summary>
    public static Obligation AfterBeginning(Obligation before) => before >= Obligation.Open ? Obligation.Lost : Obligation.Coming;

    /// <summary>The obligation behind a race that leaves the operation pending.</summary>
    public static Obligation AfterRace(Obligation before) => before == Obligation.Coming ? Obligation.Open : before;

    /// <summary>The obligation behind a join, a cancel, a dispose, or a branch on which the operation has completed.</summary>
    public static Obligation AfterSettling(Obligation before) => before is Obligation.Coming or Obligation.Open ? Obligation.Met : before;

    /// <summary>The obligation when the variable that holds it is given something else.</summary>
    public static Obligation AfterReplacing(Obligation before) => before >= Obligation.Open ? Obligation.Lost : Obligation.None;
}
