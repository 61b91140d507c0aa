namespace LeakAnalyzer;

/// <summary>The ids of all rules, in one place so that the fixes and the tests can name them.</summary>
public static class DiagnosticIds
{
    /// <summary>An option in <c>.editorconfig</c> can't be used.</summary>
    public const string UnusableOption = "LEAK000";

    /// <summary>A detached task waits open-endedly and nothing governs the wait.</summary>
    public const string UngovernedWait = "LEAK001";
}
