using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>
/// The changes of a fix, file by file. A file that several projects share is one file here: a change that is made for one of the
/// projects is made for all.
/// </summary>
internal sealed class SolutionEdits(Solution solution)
{
    private readonly Dictionary<DocumentId, TextEdits> _edits = [];
    private readonly Dictionary<DocumentId, Func<CancellationToken, SourceText>> _rewrites = [];

    /// <summary>The solution that is changed.</summary>
    public Solution Solution { get; } = solution;

    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => _rewrites.Count == 0 && _edits.Values.All(edits => edits.IsEmpty);

    /// <summary>The changes of a document's text, to which each plan adds its own.</summary>
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

    /// <summary>Whether a document is given another text as a whole.</summary>
    public bool IsRewritten(Document document) => _rewrites.ContainsKey(FileOf(document));

    /// <summary>Replaces the whole text of a document. Whoever writes that text also applies the changes that <see cref="Of"/> has gathered.</summary>
    public void Rewrite(Document document, Func<CancellationToken, SourceText> text) => _rewrites[FileOf(document)] = text;

    /// <summary>Rewrites each document that has some of the reports, where the given function makes a text of it.</summary>
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

    /// <summary>The changed solution.</summary>
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
