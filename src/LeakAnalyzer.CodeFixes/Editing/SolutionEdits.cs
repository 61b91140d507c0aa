using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Collects a fix's changes to a solution. A change in a file that is linked into several projects is made in all of them.</summary>
internal sealed class SolutionEdits(Solution solution)
{
    private readonly Dictionary<DocumentId, TextEdits> _edits = [];
    private readonly Dictionary<DocumentId, Func<CancellationToken, SourceText>> _rewrites = [];

    /// <summary>Gets the solution as it is before the changes.</summary>
    public Solution Solution { get; } = solution;

    public bool IsEmpty => _rewrites.Count == 0 && _edits.Values.All(edits => edits.IsEmpty);

    /// <summary>Gets the set of changes of a document's text, to which the caller adds its own.</summary>
    public TextEdits Of(Document document)
    {
        DocumentId file = FileOf(document);
        if (!_edits.TryGetValue(file, out TextEdits? edits))
        {
            edits = new TextEdits();
            _edits.Add(file, edits);
        }

        return edits;
    }

    /// <summary>Whether <see cref="Rewrite"/> replaces the whole text of a document.</summary>
    public bool IsRewritten(Document document) => _rewrites.ContainsKey(FileOf(document));

    /// <summary>
    /// Replaces the whole text of a document. The function must apply the changes of <see cref="Of"/> itself, because <see cref="ApplyAsync"/> then doesn't.
    /// </summary>
    public void Rewrite(Document document, Func<CancellationToken, SourceText> text) => _rewrites[FileOf(document)] = text;

    /// <summary>Replaces the whole text of each document that has some of the reports, unless <paramref name="make"/> returns null for it.</summary>
    public async Task RewriteEachAsync(
        IEnumerable<LeakReport> reports, Func<SourceDocument, DocumentLayout, IEnumerable<LeakReport>, SourceText?> make, CancellationToken cancellationToken)
    {
        foreach (IGrouping<Document, LeakReport> ofDocument in reports.GroupBy(report => report.Document))
        {
            if (await SourceDocument.OfAsync(ofDocument.Key, cancellationToken).ConfigureAwait(false) is { } source
                && make(source, await DocumentLayout.OfAsync(source, cancellationToken).ConfigureAwait(false), ofDocument) is { } text)
            {
                Rewrite(ofDocument.Key, _ => text);
            }
        }
    }

    public async Task<Solution> ApplyAsync(CancellationToken cancellationToken)
    {
        Solution changed = Solution;
        foreach (DocumentId file in _edits.Keys.Union(_rewrites.Keys))
        {
            if (Solution.GetDocument(file) is not { } document)
            {
                continue;
            }

            SourceText text = _rewrites.TryGetValue(file, out Func<CancellationToken, SourceText>? rewrite)
                ? rewrite(cancellationToken)
                : _edits[file].ApplyTo(await document.GetTextAsync(cancellationToken).ConfigureAwait(false));
            foreach (DocumentId shared in document.GetLinkedDocumentIds().Add(file))
            {
                changed = changed.WithDocumentText(shared, text);
            }
        }

        return changed;
    }

    private DocumentId FileOf(Document document) =>
        document.GetLinkedDocumentIds().FirstOrDefault(shared => _edits.ContainsKey(shared) || _rewrites.ContainsKey(shared)) ?? document.Id;
}
