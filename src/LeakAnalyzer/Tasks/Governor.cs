namespace LeakAnalyzer.Tasks;

/// <summary>
/// What governs (can end) a wait, as RULES.md defines it. The values are ordered from the weakest to the strongest. The scope is the function that
/// starts the task, and the type is the scope's type.
/// </summary>
internal enum Governor
{
    /// <summary>Nothing can end the wait.</summary>
    Nothing,

    /// <summary>The function that starts the task (the scope) ends the wait on some paths to its exit, but not on all.</summary>
    ScopeOnSomePaths,

    /// <summary>Only a token that a caller passes to the function that starts the task (the scope) can end the wait.</summary>
    Caller,

    /// <summary>Only a token that was passed to the type's constructor can end the wait.</summary>
    TypesGiver,

    /// <summary>Nothing can end the wait, and the code says that this is on purpose, by passing <c>CancellationToken.None</c> explicitly.</summary>
    NothingOnPurpose,

    /// <summary>The function that starts the task (the scope) ends the wait on every path to its exit.</summary>
    Scope,

    /// <summary>A member of the type that starts the task, or other code that can see the object that is waited on, can end the wait.</summary>
    Type,

    /// <summary>The wait ends after a time.</summary>
    Bound,

    /// <summary>The wait ends with the application.</summary>
    Application,

    /// <summary>Code that can't be seen may end the wait.</summary>
    Unknown,
}

/// <summary>Merges governors.</summary>
internal static class Governors
{
    /// <summary>
    /// Gets the governor of a wait that either of two governors can end: the stronger one, in the order of the enumeration.
    /// <see cref="Governor.Unknown"/> is the strongest, so that a wait about which something is unknown is never reported.
    /// </summary>
    public static Governor Merge(Governor one, Governor other) => one > other ? one : other;
}
