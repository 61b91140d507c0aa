using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>
/// A file that several projects share, as those of one with several target frameworks do: what is written into it must compile in all of them,
/// so it is written for the one that offers least.
/// </summary>
internal static class SharedFile
{
    /// <summary>The members that a fix writes only where the framework has them.</summary>
    private static readonly (string Type, string? Member)[] s_offers =
    [
        ("System.Threading.CancellationTokenSource", nameof(CancellationTokenSource.Cancel) + "Async"),
        ("System.Threading.Tasks.Task", nameof(Task.Wait) + "Async"),
        ("System.Threading.Tasks.ConfigureAwaitOptions", null),
        ("System.Threading.Tasks.ValueTask", null),
    ];

    /// <summary>
    /// Of the projects that compile a position of the file, the document of the one with the oldest language and framework; null where one has the
    /// older language and another the older framework.
    /// </summary>
    public static async Task<Document?> PoorestAsync(Document document, int position, CancellationToken cancellationToken)
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

    /// <summary>The language version of a document's project, and how many of the members its framework has; null where the position isn't compiled there.</summary>
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
