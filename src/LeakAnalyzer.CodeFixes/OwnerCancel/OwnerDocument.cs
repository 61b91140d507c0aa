using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.PassToken;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>A document that a fix changes so that an object cancels its source. Lines for one position are collected and written together.</summary>
internal sealed class OwnerDocument
{
    private readonly PlacedLines _places;
    private readonly List<(CodePlace Place, InheritedEnd? Inherited, List<string> Lines)> _lines = [];
    private readonly HashSet<int> _needingUsing = [];
    private readonly HashSet<MethodDeclarationSyntax> _madeAsync = [];

    private OwnerDocument(SourceDocument source, DocumentLayout layout, NewParameters parameters)
    {
        Source = source;
        Layout = layout;
        Names = new NameAllocator(source.Model);
        Slots = new SlotWriter(source.Root, source.Model, parameters);
        _places = new PlacedLines(source.Model, source.Text, layout);
    }

    public SourceDocument Source { get; }

    public Document Document => Source.Document;

    public SemanticModel Model => Source.Model;

    public SourceText Text => Source.Text;

    public DocumentLayout Layout { get; }

    public NameAllocator Names { get; }

    public SlotWriter Slots { get; }

    /// <summary>Opens a document; null if it contains no C# code.</summary>
    public static async Task<OwnerDocument?> OpenAsync(Document document, NewParameters parameters, CancellationToken cancellationToken)
    {
        if (await SourceDocument.OfAsync(document, cancellationToken).ConfigureAwait(false) is not { } source)
        {
            return null;
        }

        DocumentLayout layout = await DocumentLayout.OfAsync(source, cancellationToken).ConfigureAwait(false);
        return new OwnerDocument(source, layout, parameters);
    }

    public bool CanWrite(CodePlace place) => _places.CanWrite(place);

    /// <summary>Adds lines to those for a position. <paramref name="inherited"/> is the method that the fix overrides there; null in existing code.</summary>
    public void Add(CodePlace place, IEnumerable<string> lines, InheritedEnd? inherited = null)
    {
        int known = _lines.FindIndex(other => other.Place == place && other.Inherited == inherited);
        if (known < 0)
        {
            _lines.Add((place, inherited, [.. lines]));
        }
        else
        {
            _lines[known].Lines.AddRange(lines);
        }
    }

    /// <summary>Marks a method that the fix makes async. A last <c>return</c> of a completed task is removed.</summary>
    public void MakeAsync(MethodDeclarationSyntax method) => _madeAsync.Add(method);

    /// <summary>Gets the names of the two types at a position. If they need a <c>using</c> directive, <see cref="Write"/> adds it.</summary>
    public ThreadingNames TypesAt(int position)
    {
        var types = ThreadingNames.At(position, Model);
        if (types.NeedUsing)
        {
            _needingUsing.Add(position);
        }

        return types;
    }

    /// <summary>Gets the text by which code at a position refers to a member of <c>this</c>.</summary>
    public string NameOf(string member, int position, bool isQualified) => NameOf(member, position, isQualified, Model);

    public static string NameOf(string member, int position, bool isQualified, SemanticModel model)
    {
        bool isHidden = model.LookupSymbols(position, name: member).Any(symbol => symbol is ILocalSymbol or IParameterSymbol);
        return (isQualified || isHidden ? "this." : "") + NameAllocator.Escape(member);
    }

    /// <summary>Writes all changes that have been collected.</summary>
    /// <param name="edits">Receives the changes.</param>
    /// <param name="parameters">The parameters that the fix adds to functions of the document. Their types may need the same <c>using</c> directive.</param>
    public void Write(TextEdits edits, NewParameters parameters)
    {
        foreach ((CodePlace place, InheritedEnd? inherited, List<string> lines) in _lines)
        {
            if (inherited is { } method)
            {
                new OverrideWriter((TypeDeclarationSyntax)place.Node, this).Add(method, lines, edits);
            }
            else
            {
                _places.Write(place, lines, edits);
            }
        }

        foreach (MethodDeclarationSyntax method in _madeAsync)
        {
            edits.Insert(method.ReturnType.SpanStart, "async ");
            if (method.Body?.Statements.Last() is ReturnStatementSyntax done)
            {
                RemoveResult(done, edits);
            }
        }

        _needingUsing.UnionWith(parameters.NeedUsingIn(Document).Select(function => function.Start));
        if (_needingUsing.Count > 0)
        {
            UsingDirectives.Add(Source.Root, _needingUsing, ThreadingNames.Namespace, Text, edits);
        }
    }

    /// <summary>Removes the <c>return</c> of a completed task, but keeps a comment in it.</summary>
    private static void RemoveResult(ReturnStatementSyntax done, TextEdits edits)
    {
        if (!Comments.AreIn(done) && !done.ContainsDirectives)
        {
            edits.Replace(done.FullSpan, "");
            return;
        }

        var result = TextSpan.FromBounds(done.ReturnKeyword.Span.End, done.SemicolonToken.SpanStart);
        string comments = Comments.In(result, done);
        edits.Replace(result, comments.Length == 0 ? "" : " " + comments.TrimEnd(' ', '\t'));
    }
}
