namespace LeakAnalyzer.Benchmarks.LeakTest;

/// <summary>The state of the leak check while the measured code runs.</summary>
public enum CheckState
{
    /// <summary>The assembly of the leak check hasn't been loaded.</summary>
    NotThere,

    /// <summary>A check has run and ended, so the assembly is loaded and no check is open.</summary>
    Off,

    /// <summary>A check is open, and watches the measured code.</summary>
    On,

    /// <summary>A check is open, but watches other code, such as another test that runs at the same time.</summary>
    Elsewhere,
}
