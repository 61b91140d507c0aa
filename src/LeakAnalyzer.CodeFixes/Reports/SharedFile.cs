using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>
/// Chooses the project for which a fix is written, if several projects or target frameworks share a file. The fix must compile in all of them.
/// </summary>
internal static class SharedFile
{
    /// <summary>The types and members that a fix writes only if the framework has them.</summary>
    private static readonly (string Type, string? Member)[] s_offers =
    [
        ("System.Threading.CancellationTokenSource", nameof(CancellationTokenSource.Cancel) + "Async"),
        ("System.Threading.Tasks.Task", nameof(Task.Wait) + "Async"),
        ("System.Threading.Tasks.ConfigureAwaitOptions", null),
        ("System.Threading.Tasks.ValueTask", null),
    ];

    /// <summary>Gets the document of the project with the oldest language version and framework; null if no project has both.</summary>
    public static async Task<Document?> OldestAsync(Document document, int position, CancellationToken cancellationToken)
    {
        ImmutableArray<DocumentId> others = document.GetLinkedDocumentIds();
        if (others.IsEmpty)
        {
            return document;
        }

        var all = new List<(Document Document, LanguageVersion Language, int Members)>();
        foreach (DocumentId id in others.Insert(0, document.Id))
        {
            if (document.Project.Solution.GetDocument(id) is { } shared
                && await OffersAsync(shared, position, cancellationToken).ConfigureAwait(false) is var (language, members))
            {
                all.Add((shared, language, members));
            }
        }

        return all.Find(one => all.TrueForAll(other => one.Language <= other.Language && one.Members <= other.Members)).Document;
    }

    /// <summary>
    /// Gets the language version of a document's project, and the number of the <see cref="s_offers"/> that its framework has; null if the project doesn't
    /// compile the code at the position.
    /// </summary>
    private static async Task<(LanguageVersion Language, int Members)?> OffersAsync(Document document, int position, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || !root.FullSpan.Contains(position)
            || root.FindToken(position).SpanStart != position
            || await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } compilation)
        {
            return null;
        }

        int members = s_offers.Count(offer => compilation.GetTypeByMetadataName(offer.Type) is { } type && (offer.Member is null || !type.GetMembers(offer.Member).IsEmpty));
        return (((CSharpParseOptions)root.SyntaxTree.Options).LanguageVersion, members);
    }
}
