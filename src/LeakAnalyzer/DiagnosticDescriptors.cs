using System.Reflection;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer;

/// <summary>What every rule says of itself. Severity states certainty.</summary>
internal static class DiagnosticDescriptors
{
    private const string Category = "Reliability";

    /// <remarks>An id of its own, because it is about the configuration and not about the code: it is told once, at the compilation.</remarks>
    public static readonly DiagnosticDescriptor UnusableOption = Create(
        DiagnosticIds.UnusableOption,
        title: "An option of LeakAnalyzer can't be used",
        messageFormat: "The option '{0}' is ignored: {1}",
        description: "A value in .editorconfig that names nothing, or that can't be read, is ignored by the rules.",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <remarks>
    /// An id of its own, because nothing at all can end the wait: it is the strongest claim about a detached task,
    /// and the one whose remedy is always a token, whoever calls the scope.
    /// </remarks>
    public static readonly DiagnosticDescriptor UngovernedWait = Create(
        DiagnosticIds.UngovernedWait,
        title: "A task that nobody awaits waits for something that may never come",
        messageFormat: "The task started by '{0}' is never awaited and waits on '{1}', {2}",
        description: "The task never completes: its 'finally' blocks never run, and each call of the scope leaves one more. "
            + "Give the wait a token that is cancelled when the scope exits.");

    /// <remarks>
    /// An id of its own, because the task does end, with its caller: whether that is too late depends on what the scope is for.
    /// </remarks>
    public static readonly DiagnosticDescriptor OutlivesScope = Create(
        DiagnosticIds.OutlivesScope,
        title: "A task that nobody awaits outlives the scope that needed it",
        messageFormat: "The task started by '{0}' is never awaited and goes on with '{1}' when '{2}' has exited: only '{3}' ends it, which its caller may never cancel; "
            + "link a CancellationTokenSource to '{3}' that is cancelled when '{2}' exits",
        description: "The scope goes on working behind the start, and when it is done its task is not: only the caller's token ends it. "
            + "Each call of the scope leaves one more task until the caller cancels. Link a source to the token and cancel it when the scope exits.");

    /// <remarks>
    /// An id of its own, because the code has the right means and lacks one call: the remedy stands at the source, not at the task.
    /// </remarks>
    public static readonly DiagnosticDescriptor SourceNotCancelled = Create(
        DiagnosticIds.SourceNotCancelled,
        title: "A source that a task depends on is disposed or dropped without being cancelled",
        messageFormat: "Not every path out of '{0}' cancels '{1}', so the task started by '{2}' may wait on '{3}' for ever; cancel it in a 'finally', because Dispose does not cancel",
        description: "CancellationTokenSource.Dispose does not cancel, and it unlinks the source from what it was linked to: a task that still waits on "
            + "its token can then be cancelled by nobody. Cancel the source on every path, exceptions included, before it is disposed.");

    /// <remarks>
    /// An id of its own, because nothing is waited for: the task runs and costs time for ever, and its remedy is a way out of the loop.
    /// </remarks>
    public static readonly DiagnosticDescriptor EndlessLoop = Create(
        DiagnosticIds.EndlessLoop,
        title: "A task that nobody awaits runs a loop that nothing ends",
        messageFormat: "The task started by '{0}' is never awaited and runs '{1}', which nothing ends; {2}",
        description: "The loop has no break, return or throw, no token, and no timer that somebody disposes: the task runs until the process ends, "
            + "and each call of the scope leaves one more. Give the loop a token that is cancelled when the scope exits or its owner is disposed.");

    /// <remarks>
    /// An id of its own, because the scope does wait for the task: what it leaves pending is the loser of a race, which has effects of its own.
    /// </remarks>
    public static readonly DiagnosticDescriptor AbandonedWait = Create(
        DiagnosticIds.AbandonedWait,
        title: "A wait that loses a race is abandoned",
        messageFormat: "'{0}' may lose the race in '{1}' and stay pending, and some path neither joins nor cancels it: {2}; give it a token that is cancelled behind the race",
        description: "Task.WhenAny, Task.WaitAny and WaitAsync leave the loser pending. A pending read takes the next item and loses it, a pending acquire takes the next permit, "
            + "and in a loop each turn leaves one more. Cancel it behind the race, or keep its task and await it on the next turn.");

    /// <remarks>
    /// An id of its own, because no token is missing: the scope owns the other end of what is waited on, and leaves without ending it.
    /// </remarks>
    public static readonly DiagnosticDescriptor SignalNotCompleted = Create(
        DiagnosticIds.SignalNotCompleted,
        title: "A channel or TaskCompletionSource is left uncompleted while a task waits on it",
        messageFormat: "Not every path out of '{0}' completes '{1}', so the task started by '{2}' may wait on '{3}' for ever; {4}",
        description: "The scope made it and nobody else can complete it: on an early return, a break or an exception its reader is never told the end, "
            + "or a writer of a full channel waits for a reader that has left. Complete it on every path.");

    /// <remarks>
    /// An id of its own, because nothing is awaited in vain: what stays is a callback list that grows with each call.
    /// </remarks>
    public static readonly DiagnosticDescriptor LostLinkedSource = Create(
        DiagnosticIds.LostLinkedSource,
        title: "A linked CancellationTokenSource is lost",
        messageFormat: "{0}, so it stays registered with the token that it is linked to; dispose it when its token is no longer needed",
        description: "CreateLinkedTokenSource registers a callback with each parent token, and only Dispose takes it away: with a parent that lives long, "
            + "each call leaves one more source in memory.");

    /// <remarks>
    /// An id of its own, and a suggestion: one callback is little, and whether it may stay depends on how often the code runs.
    /// </remarks>
    public static readonly DiagnosticDescriptor LeftRegistration = Create(
        DiagnosticIds.LeftRegistration,
        title: "A registration on a token that lives longer is left behind",
        messageFormat: "The registration that '{0}' returns {1}: the callback stays with the token, one more by each call; dispose the registration",
        description: "The callback, and all that it captures, stays in memory as long as the token's source, and is called when that is cancelled long after. "
            + "Dispose the registration when the scope is done.",
        severity: DiagnosticSeverity.Info);

    /// <remarks>
    /// An id of its own, and a suggestion: the delay ends by itself, only later than anyone needs it.
    /// </remarks>
    public static readonly DiagnosticDescriptor LingeringDelay = Create(
        DiagnosticIds.LingeringDelay,
        title: "A delay that loses a race keeps its timer",
        messageFormat: "The delay may lose the race in '{0}' and then keeps its timer until its time is over; give it a token that is cancelled behind the race",
        description: "Task.WhenAny leaves the loser running: a delay that nothing cancels holds its timer for the rest of its time, and in a loop each turn leaves one more. "
            + "Give it the token of a source that is cancelled when the race is over, or use Task.WaitAsync.",
        severity: DiagnosticSeverity.Info);

    /// <remarks>
    /// An id of its own, because the task isn't dropped: its owner holds it and has a place to end it, and doesn't.
    /// </remarks>
    public static readonly DiagnosticDescriptor OwnerLeavesTask = Create(
        DiagnosticIds.OwnerLeavesTask,
        title: "A task that a disposable type keeps outlives it",
        messageFormat: "The task started by '{0}' is kept in '{1}', and nothing that '{2}' does ends its '{3}'; cancel a source of its own when '{2}' is disposed",
        description: "The type can be disposed or stopped, but no member of it cancels, completes, closes or joins what its task waits on: the task outlives "
            + "its owner and keeps it in memory, held back at best by a token that the owner was given. Link that token to a source of the type's own, and cancel it on disposal.");

    /// <remarks>
    /// An id of its own, and off by default: it is no warning but an audit, and most of what it shows is right.
    /// </remarks>
    public static readonly DiagnosticDescriptor UnseenEnd = Create(
        DiagnosticIds.UnseenEnd,
        title: "A task of which it can't be seen that it ends",
        messageFormat: "The task started by '{0}' is never awaited and {1} '{2}': {3}",
        description: "No rule says that the task never ends, and nothing is seen to end it. This is an audit for those who hunt a leak: "
            + "make the end visible, or leave the task where it is meant to live as long as the process.",
        severity: DiagnosticSeverity.Info,
        isEnabledByDefault: false);

    private static DiagnosticDescriptor Create(
        string id,
        string title,
        string messageFormat,
        string description,
        DiagnosticSeverity severity = DiagnosticSeverity.Warning,
        bool isEnabledByDefault = true,
        params string[] customTags) =>
        new(id, title, messageFormat, Category, severity, isEnabledByDefault, description, HelpLink(id), customTags);

    /// <summary>The rule's page in the repository that the build names; none where it names none.</summary>
    private static string? HelpLink(string id)
    {
        foreach (AssemblyMetadataAttribute metadata in typeof(DiagnosticDescriptors).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>())
        {
            if (metadata.Key == "RepositoryUrl" && !string.IsNullOrEmpty(metadata.Value))
            {
                return $"{metadata.Value!.TrimEnd('/')}/blob/main/src/LeakAnalyzer/Rules/{id}.md";
            }
        }

        return null;
    }
}
