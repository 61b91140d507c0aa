using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>A change of a document that is known to be possible.</summary>
internal interface IDocumentRewrite
{
    /// <summary>The changed document.</summary>
    Document Apply(CancellationToken cancellationToken);
}

/// <summary>A change of a document to a text that is already made.</summary>
internal sealed class TextRewrite(Document document, SourceText text) : IDocumentRewrite
{
    /// <inheritdoc/>
    public Document Apply(CancellationToken cancellationToken) => document.WithText(text);
}
