namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>What an act does to the waits on an object.</summary>
internal enum Outcome
{
    /// <summary>Every wait stays pending.</summary>
    EndsNothing,

    /// <summary>One wait ends. Another one, or the next one, stays pending.</summary>
    EndsOne,

    /// <summary>Every pending wait ends. The next wait stays pending.</summary>
    EndsPending,

    /// <summary>Every wait ends, and so does every later one.</summary>
    EndsAll,
}
