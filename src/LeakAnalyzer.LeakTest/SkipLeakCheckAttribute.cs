namespace LeakAnalyzer.LeakTest;

/// <summary>Where a framework's package checks every test: the tests that it doesn't check.</summary>
/// <param name="reason">Why not.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SkipLeakCheckAttribute(string reason) : Attribute
{
    /// <summary>Why they aren't checked.</summary>
    public string Reason { get; } = reason;
}
