namespace LeakAnalyzer.Tasks;

/// <summary>What governs a wait, in the words of RULES.md.</summary>
internal enum Governor
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A source or object of the scope that is cancelled or ended on some paths to its exit, and not on others.</summary>
    ScopeOnSomePaths,

    /// <summary>The caller's token.</summary>
    Caller,

    /// <summary>A token that the type was given when it was made.</summary>
    TypesGiver,

    /// <summary>Nothing, and the code says that this is meant.</summary>
    NothingOnPurpose,

    /// <summary>A source or object of the scope, on every path to its exit.</summary>
    Scope,

    /// <summary>A member of the type.</summary>
    Type,

    /// <summary>A time.</summary>
    Bound,

    /// <summary>The end of the application.</summary>
    Application,

    /// <summary>Something that can't be seen may end it.</summary>
    Unknown,
}

/// <summary>The merge of governors.</summary>
internal static class Governors
{
    /// <summary>
    /// The governor of a wait that either of two can end: the stronger, in the order of the enumeration. The order is total,
    /// and an unknown wins over all, so that what isn't known is never reported.
    /// </summary>
    public static Governor Merge(Governor one, Governor other) => one > other ? one : other;
}
