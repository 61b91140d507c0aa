using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>Plans the edits of some kinds of fixes, and provides the titles of their actions.</summary>
internal interface IFix
{
    /// <summary>Gets the kinds of fixes that this object plans.</summary>
    ImmutableArray<FixKind> Kinds { get; }

    /// <summary>Gets the title of the action that fixes a report.</summary>
    string Title(FixKind kind, LeakReport report);

    /// <summary>Adds the edits that fix some reports to <paramref name="edits"/>; none for a report that can't be fixed.</summary>
    Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken);
}

/// <summary>The kinds of fixes, which RULES.md describes under "The fixes". The scope is the function that starts the reported task.</summary>
internal enum FixKind
{
    /// <summary>Pass to the task's waits the token of a new <c>CancellationTokenSource</c> that is cancelled when the scope exits.</summary>
    LinkToScope,

    /// <summary>Do the same as <see cref="LinkToScope"/>, and await the task after the source has been cancelled.</summary>
    LinkToScopeAndJoin,

    /// <summary>Do the same as <see cref="LinkToScope"/>, and link the source to a new optional token parameter of the scope's method.</summary>
    LinkToNewParameter,

    /// <summary>Pass to the task's waits a token that the scope can already use.</summary>
    PassToken,

    /// <summary>Cancel an existing source before it is disposed or replaced, or before the scope exits.</summary>
    CancelBeforeDispose,

    /// <summary>Declare a linked source by <c>using</c>, so that each path out of the block disposes the source.</summary>
    DisposeSource,

    /// <summary>Declare the registration of a callback on a token by <c>using</c>.</summary>
    DisposeRegistration,

    /// <summary>Dispose the registration of a callback on a token when the task that the method returns completes.</summary>
    DisposeRegistrationWithTask,

    /// <summary>Cancel the task's waits by a source that is cancelled when the object that starts the task is disposed or stopped.</summary>
    CancelOnDispose,

    /// <summary>Complete a channel or a <c>TaskCompletionSource</c> of the scope on every path out of the scope.</summary>
    Complete,

    /// <summary>Cancel the <c>TaskCompletionSource</c>s that an object holds when the object is disposed.</summary>
    CompleteOnDispose,
}
