using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>The token parameters that functions of a solution gain: one for each function, even if several reports need it.</summary>
internal sealed class NewParameters(SolutionEdits edits)
{
    private readonly Dictionary<(string Path, TextSpan Function), string> _names = [];
    private readonly Dictionary<DocumentId, (SourceDocument Source, NameAllocator Names, List<TextSpan> NeedUsing)> _documents = [];

    /// <summary>Adds a parameter to a function, unless it has gained one.</summary>
    /// <returns>The parameter's name.</returns>
    public string Add(SyntaxNode function, SourceDocument source)
    {
        if (_names.TryGetValue(Key(function), out string? known))
        {
            return known;
        }

        if (!_documents.TryGetValue(source.Document.Id, out var document))
        {
            document = (source, new NameAllocator(source.Model), []);
            _documents.Add(source.Document.Id, document);
        }

        string name = document.Names.AllocateParameter(function, NewParameter.Name);
        var types = ThreadingNames.At(function.SpanStart, source.Model);
        NewParameter.Add(function, name, types.Token, source.Model, source.Text, edits.Of(source.Document));
        if (types.NeedUsing)
        {
            document.NeedUsing.Add(function.Span);
        }

        _names.Add(Key(function), name);
        return name;
    }

    /// <summary>The name of the parameter that a called function gains; null where it gains none.</summary>
    public string? NameIn(IMethodSymbol called) =>
        (called.ReducedFrom ?? called).OriginalDefinition.DeclaringSyntaxReferences is [var declaration]
        && _names.TryGetValue((declaration.SyntaxTree.FilePath, declaration.Span), out string? name)
            ? name
            : null;

    /// <summary>The functions of a document whose new parameter needs a <c>using</c> directive that is missing.</summary>
    public IReadOnlyList<TextSpan> NeedUsingIn(Document document) =>
        _documents.TryGetValue(document.Id, out var found) ? found.NeedUsing : [];

    /// <summary>Adds the missing <c>using</c> directives, except to documents that are rewritten as a whole, or that have got theirs already.</summary>
    public void AddUsings(ICollection<DocumentId>? done = null)
    {
        foreach ((SourceDocument source, _, List<TextSpan> needUsing) in _documents.Values)
        {
            if (!edits.IsRewritten(source.Document) && done?.Contains(source.Document.Id) != true)
            {
                UsingDirectives.Add(source.Root, needUsing.Select(function => function.Start), ThreadingNames.Namespace, source.Text, edits.Of(source.Document));
            }
        }
    }

    private static (string, TextSpan) Key(SyntaxNode function) => (function.SyntaxTree.FilePath, function.Span);
}
