namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>The collection of tests that run while no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class Alone
{
    public const string Name = "Alone";
}
