namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>What an <see cref="Act"/>, such as a call of <c>Close</c>, does to the waits on an object.</summary>
internal enum Outcome
{
    /// <summary>Every wait stays pending.</summary>
    EndsNothing,

    /// <summary>One wait ends. The other pending wait stays pending, and so does a wait that begins later.</summary>
    EndsOne,

    /// <summary>Every pending wait ends. A wait that begins later stays pending.</summary>
    EndsPending,

    /// <summary>Every wait ends, and so does every wait that begins later.</summary>
    EndsAll,
}
