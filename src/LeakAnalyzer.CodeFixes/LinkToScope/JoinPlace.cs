using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>How a task that nobody joins stands in the code.</summary>
internal enum JoinForm
{
    /// <summary>The node is the call, in a statement that drops its task.</summary>
    Dropped,

    /// <summary>The same, and the task is a <c>ValueTask</c>.</summary>
    DroppedValueTask,

    /// <summary>The node is the declaration of a local of type <c>Task</c> that is never joined.</summary>
    Local,
}

/// <summary>Where a task is started that can be kept and awaited once it is cancelled: nothing else holds it.</summary>
/// <param name="Form">How it stands there.</param>
/// <param name="Node">The node that the form speaks of.</param>
internal readonly record struct JoinPlace(JoinForm Form, SyntaxNode Node);
