namespace LeakAnalyzer.Benchmarks.LeakTest;

/// <summary>What there is of the leak check while the code runs whose time is taken.</summary>
public enum CheckState
{
    /// <summary>The library isn't loaded.</summary>
    NotThere,

    /// <summary>A check has run and ended.</summary>
    Off,

    /// <summary>A check is open, in whose flow the code runs.</summary>
    On,

    /// <summary>A check is open in another flow, as of a test that runs at the same time.</summary>
    Elsewhere,
}
