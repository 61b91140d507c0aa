namespace LeakAnalyzer.Tasks;

/// <summary>What can end (governs) a wait, from the weakest to the strongest.</summary>
internal enum Governor
{
    /// <summary>Nothing can end the wait.</summary>
    Nothing,

    /// <summary>The function that starts the task ends the wait on some of its paths only.</summary>
    ScopeOnSomePaths,

    /// <summary>Only a token from the caller of the function that starts the task can end the wait.</summary>
    Caller,

    /// <summary>Only a token that was passed to the type's constructor can end the wait.</summary>
    TypesGiver,

    /// <summary>Nothing can end the wait, and the code says so by <c>CancellationToken.None</c>.</summary>
    NothingOnPurpose,

    /// <summary>The function that starts the task ends the wait on every path.</summary>
    Scope,

    /// <summary>Code of the type, or other code that can see the object that is waited on, can end the wait.</summary>
    Type,

    /// <summary>The wait ends after a time.</summary>
    Bound,

    /// <summary>The wait ends with the application.</summary>
    Application,

    /// <summary>Code that can't be seen may end the wait.</summary>
    Unknown,
}

/// <summary>Combines two values of <see cref="Governor"/>.</summary>
internal static class Governors
{
    /// <summary>
    /// Gets what can end a wait that either of two can end: the stronger one. What is unknown is strongest, so that it is never reported.
    /// </summary>
    public static Governor Merge(Governor one, Governor other) => one > other ? one : other;
}
