namespace LeakAnalyzer.Benchmarks.LeakTest;

/// <summary>The state of the leak check while the measured code runs.</summary>
public enum CheckState
{
    /// <summary>The assembly of the leak check hasn't been loaded.</summary>
    NotThere,

    /// <summary>A check has run and ended.</summary>
    Off,

    /// <summary>A check is open, and the measured code runs in its flow (its execution context).</summary>
    On,

    /// <summary>A check is open in another flow, such as that of a test that runs at the same time.</summary>
    Elsewhere,
}
