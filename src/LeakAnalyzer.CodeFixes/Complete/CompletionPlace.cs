using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Complete;

/// <summary>What has to be completed.</summary>
internal enum CompletionForm
{
    /// <summary>A channel: its writer is completed.</summary>
    Channel,

    /// <summary>A <c>TaskCompletionSource</c>: it is cancelled, unless it is set.</summary>
    Promise,
}

/// <summary>Where a channel or promise that some path leaves uncompleted is to be completed.</summary>
/// <param name="Form">What it is.</param>
/// <param name="Statements">The statements of one block that a <c>finally</c> goes around, from the first to the last.</param>
/// <param name="Handler">The <c>catch</c> in them whose exception is handed on; null where none is.</param>
/// <param name="EndsScope">Whether that block is the scope's outermost.</param>
/// <param name="Signal">The name of the local that holds it.</param>
internal readonly record struct CompletionPlace(CompletionForm Form, TextSpan Statements, TextSpan? Handler, bool EndsScope, string Signal);
