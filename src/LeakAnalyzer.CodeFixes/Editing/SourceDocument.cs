using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>A document with its text, tree and semantic model.</summary>
internal sealed record SourceDocument(Document Document, SemanticModel Model, CompilationUnitSyntax Root, SourceText Text)
{
    /// <summary>Reads the text, tree and semantic model of a document; null if the document contains no C# code.</summary>
    public static async Task<SourceDocument?> OfAsync(Document document, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
        && await model.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false) is CompilationUnitSyntax root
            ? new SourceDocument(document, model, root, await document.GetTextAsync(cancellationToken).ConfigureAwait(false))
            : null;
}
