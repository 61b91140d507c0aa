using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.CancelSource;

/// <summary>How the cancel of a source is written.</summary>
internal enum CancelForm
{
    /// <summary>The span is the statement that declares the source; a <c>finally</c> around what stands behind it in its block cancels.</summary>
    BehindDeclaration,

    /// <summary>The same, and the source, which nobody disposes, is disposed there too.</summary>
    BehindDeclarationWithDispose,

    /// <summary>The span is the block of a <c>using</c> statement; a <c>finally</c> around what stands in it cancels.</summary>
    InUsing,

    /// <summary>The span is the statement that disposes the source; the cancel stands in front of it.</summary>
    BeforeDispose,
}

/// <summary>Where a source that some path leaves uncancelled is to be cancelled.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Span">The node that the form speaks of.</param>
/// <param name="EndsScope">Whether the source is cancelled when the scope exits, and not earlier.</param>
/// <param name="Source">The source's name.</param>
internal readonly record struct CancelPlace(CancelForm Form, TextSpan Span, bool EndsScope, string Source);
