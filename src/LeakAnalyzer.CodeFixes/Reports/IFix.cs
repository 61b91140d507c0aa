using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>Carries out some kinds of fixes.</summary>
internal interface IFix
{
    /// <summary>The kinds.</summary>
    ImmutableArray<FixKind> Kinds { get; }

    /// <summary>What an action is called.</summary>
    string Title(FixKind kind, LeakReport report);

    /// <summary>Adds what is to be done about some reports; nothing where nothing can be done about any of them.</summary>
    Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken);
}

/// <summary>The fixes of RULES.md.</summary>
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
