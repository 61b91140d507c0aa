namespace LeakAnalyzer.LeakTest;

/// <summary>Excludes the tests of a class, or one test, from the packages that check every test.</summary>
/// <param name="reason">Why the tests aren't checked.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SkipLeakCheckAttribute(string reason) : Attribute
{
    /// <summary>Why the tests aren't checked.</summary>
    public string Reason { get; } = reason;
}
