using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>Names and plans one or more kinds of fixes.</summary>
internal interface IFix
{
    /// <summary>The kinds of fixes that it plans.</summary>
    ImmutableArray<FixKind> Kinds { get; }

    /// <summary>The title of the action for a report.</summary>
    string Title(FixKind kind, LeakReport report);

    /// <summary>Adds the edits for some reports; none for a report that it can't fix.</summary>
    Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken);
}

/// <summary>The fixes of RULES.md.</summary>
internal enum FixKind
{
    /// <summary>Link to a source that is cancelled when the scope exits; unlinked where no token is in reach.</summary>
    LinkToScope,

    /// <summary>Link to the scope, and await the task after it has been cancelled.</summary>
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

    /// <summary>Dispose the registration of a callback when the task that the method returns is done.</summary>
    DisposeRegistrationWithTask,

    /// <summary>Give the waits the token of a source that is cancelled when their object is disposed or stopped.</summary>
    CancelOnDispose,

    /// <summary>Complete a channel or promise on every path.</summary>
    Complete,
}
