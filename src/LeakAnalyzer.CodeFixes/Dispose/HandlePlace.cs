using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.Dispose;

/// <summary>How the code holds what has to be disposed.</summary>
internal enum HandleForm
{
    /// <summary>The node is the declaration of the local that holds it.</summary>
    Declaration,

    /// <summary>The node is the statement whose result it is, and that drops it.</summary>
    Statement,

    /// <summary>The node is a call in an expression; it can be evaluated in front of its statement.</summary>
    Call,
}

/// <summary>Where something stands that has to be disposed.</summary>
/// <param name="Form">How it is held.</param>
/// <param name="Node">The piece of code.</param>
/// <param name="CanAwait">Whether its disposal can be awaited there.</param>
internal readonly record struct HandlePlace(HandleForm Form, SyntaxNode Node, bool CanAwait);
