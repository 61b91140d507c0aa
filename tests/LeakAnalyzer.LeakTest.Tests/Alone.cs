namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests that run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class Alone
{
    public const string Name = "Alone";
}
