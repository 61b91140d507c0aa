namespace LeakAnalyzer.FixContract;

/// <summary>
/// The keys of <see cref="Microsoft.CodeAnalysis.Diagnostic.Properties"/> by which the analyzer tells the fixes what it knew.
/// A fix reads these and never derives them again.
/// </summary>
internal static class FixProperties
{
    /// <summary>The fixes that are right here: names of <see cref="FixKind"/>, separated by commas. Absent: none.</summary>
    public const string Fixes = nameof(Fixes);

    /// <summary>The identifier of the only token in reach of the start. Absent: there is none.</summary>
    public const string Token = nameof(Token);

    /// <summary>The span of the function (or compilation unit) that is the scope, as a <see cref="SpanText"/>.</summary>
    public const string ScopeSpan = nameof(ScopeSpan);

    /// <summary>The scope's name for a reader, as the title of an action shows it.</summary>
    public const string ScopeName = nameof(ScopeName);

    /// <summary>Present when the scope can await while it exits.</summary>
    public const string ScopeIsAsync = nameof(ScopeIsAsync);

    /// <summary>Where the token goes in the scope, as <see cref="TokenSlot"/>s separated by <c>;</c>.</summary>
    public const string TokenSlots = nameof(TokenSlots);

    /// <summary>The called functions that the token goes through, as <see cref="TokenThread"/>s in lines. Absent: none.</summary>
    public const string TokenThreads = nameof(TokenThreads);

    /// <summary>Where the cancel that a source lacks goes, as a <see cref="FixContract.CancelPlace"/>.</summary>
    public const string CancelPlace = nameof(CancelPlace);

    /// <summary>The span of the block in the scope that the source is to live in, as a <see cref="SpanText"/>. Absent: the scope's outermost.</summary>
    public const string BlockSpan = nameof(BlockSpan);

    /// <summary>What is to be disposed, as a <see cref="HandlePlace"/>. Absent: nothing.</summary>
    public const string Handle = nameof(Handle);

    /// <summary>The source that lives as long as an object, as a <see cref="FixContract.OwnerSource"/>. Absent: none is to be made or used.</summary>
    public const string OwnerSource = nameof(OwnerSource);

    /// <summary>Where a channel or promise is to be completed, as a <see cref="FixContract.CompletionPlace"/>. Absent: nowhere.</summary>
    public const string Completion = nameof(Completion);

    /// <summary>Where the task is started that can be kept and joined, as a <see cref="JoinPlace"/>. Absent: it can't.</summary>
    public const string Join = nameof(Join);
}

/// <summary>The fixes of RULES.md that a diagnostic can ask for.</summary>
internal enum FixKind
{
    /// <summary>Link to a source that is cancelled when the scope exits; unlinked where no token is in reach.</summary>
    LinkToScope,

    /// <summary>The same, and await the task when it is cancelled.</summary>
    LinkToScopeAndJoin,

    /// <summary>Link to a source that is cancelled when the scope exits, and to an optional parameter that the scope's method gains.</summary>
    LinkToNewParameter,

    /// <summary>Pass the token in reach to the wait.</summary>
    PassToken,

    /// <summary>Cancel a source before it is disposed or dropped.</summary>
    CancelBeforeDispose,

    /// <summary>Declare a linked source by <c>using</c>.</summary>
    DisposeSource,

    /// <summary>Declare the registration of a callback by <c>using</c>.</summary>
    DisposeRegistration,

    /// <summary>Give the waits the token of a source that is cancelled when their object is disposed or stopped.</summary>
    CancelOnDispose,

    /// <summary>Complete a channel or promise on every path.</summary>
    Complete,
}
