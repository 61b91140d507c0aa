using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Adds token parameters to functions of a solution: at most one to each function, even if several reports need it.</summary>
internal sealed class NewParameters(SolutionEdits edits)
{
    private readonly Dictionary<(string Path, TextSpan Function), string> _names = [];
    private readonly Dictionary<DocumentId, (SourceDocument Source, NameAllocator Names, List<TextSpan> NeedUsing)> _documents = [];

    /// <summary>
    /// Adds a token parameter to a method or local function, unless it has been added before. The parameter is optional or, if <paramref name="isOverload"/> is
    /// true, a new method keeps the old signature.
    /// </summary>
    /// <returns>The name of the parameter that is added or has been added before.</returns>
    public string Add(SyntaxNode function, SourceDocument source, bool isOverload)
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
        NewParameter.Add(function, name, types.Token, !isOverload, source.Model, source.Text, edits.Of(source.Document));
        if (isOverload)
        {
            ForwardingOverload.Add((MethodDeclarationSyntax)function, types.Token, source.Text, edits.Of(source.Document));
        }

        if (types.NeedUsing)
        {
            document.NeedUsing.Add(function.Span);
        }

        _names.Add(Key(function), name);
        return name;
    }

    /// <summary>Gets the name of the parameter that has been added to a called function; null if there is none.</summary>
    public string? NameIn(IMethodSymbol called) =>
        (called.ReducedFrom ?? called).OriginalDefinition.DeclaringSyntaxReferences is [var declaration]
        && _names.TryGetValue((declaration.SyntaxTree.FilePath, declaration.Span), out string? name)
            ? name
            : null;

    /// <summary>Gets the spans of the functions in a document whose new parameter needs a <c>using</c> directive.</summary>
    public IReadOnlyList<TextSpan> NeedUsingIn(Document document) =>
        _documents.TryGetValue(document.Id, out var found) ? found.NeedUsing : [];

    /// <summary>
    /// Adds the <c>using</c> directives that the new parameters need, except to the documents in <paramref name="done"/> and to documents whose whole text is
    /// replaced.
    /// </summary>
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
