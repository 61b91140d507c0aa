using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>A document in which something is written about the source of an object. Lines for one place are gathered, and written together.</summary>
internal sealed class OwnerDocument
{
    private readonly PlacedLines _places;
    private readonly List<(CodePlace Place, SyntaxNode Node, List<string> Lines)> _lines = [];
    private readonly HashSet<int> _needingUsing = [];
    private readonly HashSet<MethodDeclarationSyntax> _madeAsync = [];

    private OwnerDocument(Document document, SemanticModel model, CompilationUnitSyntax root, SourceText text, DocumentLayout layout)
    {
        Document = document;
        Model = model;
        Root = root;
        Text = text;
        Layout = layout;
        Names = new NameAllocator(model);
        Slots = new SlotWriter(root, model);
        _places = new PlacedLines(model, text, layout);
    }

    public Document Document { get; }

    public SemanticModel Model { get; }

    public CompilationUnitSyntax Root { get; }

    public SourceText Text { get; }

    public DocumentLayout Layout { get; }

    public NameAllocator Names { get; }

    public SlotWriter Slots { get; }

    /// <summary>Opens a document; null where it isn't C# that can be read.</summary>
    public static async Task<OwnerDocument?> OpenAsync(Document document, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || await model.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false) is not CompilationUnitSyntax root)
        {
            return null;
        }

        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        DocumentLayout layout = await DocumentLayout.OfAsync(document, root, text, cancellationToken).ConfigureAwait(false);
        return new OwnerDocument(document, model, root, text, layout);
    }

    /// <summary>The node of a place; null where lines can't be put there.</summary>
    public SyntaxNode? Find(CodePlace place) => _places.Find(place);

    /// <summary>Adds lines to those at a place that has been found.</summary>
    public void Add(CodePlace place, IEnumerable<string> lines)
    {
        place = place with { File = "" };
        int known = _lines.FindIndex(other => other.Place == place);
        if (known < 0)
        {
            _lines.Add((place, Find(place)!, [.. lines]));
        }
        else
        {
            _lines[known].Lines.AddRange(lines);
        }
    }

    /// <summary>Makes a method async whose last statement, if it has one, only returns that it is done.</summary>
    public void MakeAsync(MethodDeclarationSyntax method) => _madeAsync.Add(method);

    /// <summary>How the types of cancellation are written at a position, which may need a directive that is missing.</summary>
    public ThreadingNames TypesAt(int position)
    {
        var types = ThreadingNames.At(position, Model);
        if (types.NeedUsing)
        {
            _needingUsing.Add(position);
        }

        return types;
    }

    /// <summary>How code at a position names a member of the object at hand.</summary>
    public string NameOf(string member, int position, bool isQualified)
    {
        bool isHidden = Model.LookupSymbols(position, name: member).Any(symbol => symbol is ILocalSymbol or IParameterSymbol);
        return (isQualified || isHidden ? "this." : "") + NameAllocator.Escape(member);
    }

    /// <summary>Writes all that was gathered.</summary>
    public void Write(TextEdits edits)
    {
        foreach ((CodePlace place, SyntaxNode node, List<string> lines) in _lines)
        {
            _places.Write(place, node, lines, edits);
        }

        foreach (MethodDeclarationSyntax method in _madeAsync)
        {
            edits.Insert(method.ReturnType.SpanStart, "async ");
            if (method.Body?.Statements.Last() is ReturnStatementSyntax done)
            {
                edits.Replace(done.FullSpan, "");
            }
        }

        if (_needingUsing.Count > 0)
        {
            UsingDirectives.Add(Root, _needingUsing, ThreadingNames.Namespace, Text, edits);
        }
    }
}
