using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>The code of one compilation, and the facts of the members that the code uses.</summary>
internal abstract class CodeModel
{
    private readonly Lazy<ApiCatalogue> _catalogue;
    private readonly Func<SyntaxTree, SemanticModel>? _semantics;
    private readonly ConcurrentDictionary<SyntaxTree, WeakReference<SemanticModel>> _models = new();
    private readonly ConditionalWeakTable<ControlFlowGraph, GraphIndex> _indexes = new();

    protected CodeModel(KnownSymbols symbols, LeakOptions.Reader options, Func<SyntaxTree, SemanticModel>? semantics, bool ignoresFriends)
    {
        _semantics = semantics;
        Symbols = symbols;
        Options = options;
        _catalogue = new(() => new ApiCatalogue(symbols));
        World = new VisibleWorld(symbols, ignoresFriends);
        Uses = new SymbolUses(this);
        Creations = new Creations(this);
        Values = new VariableValues(this);
        Functions = new FunctionIndex(this);
    }

    public KnownSymbols Symbols { get; }

    public LeakOptions.Reader Options { get; }

    /// <summary>The facts of the framework's members and of those of well-known packages.</summary>
    public ApiCatalogue Catalogue => _catalogue.Value;

    /// <summary>Tells which code can refer to a symbol.</summary>
    public VisibleWorld World { get; }

    /// <summary>Finds the uses of a symbol.</summary>
    public SymbolUses Uses { get; }

    /// <summary>Finds the expressions that create objects of a type.</summary>
    public Creations Creations { get; }

    /// <summary>Finds the values that a variable is given.</summary>
    public VariableValues Values { get; }

    /// <summary>Finds nodes of a function.</summary>
    public FunctionIndex Functions { get; }

    /// <summary>Tells what a call does.</summary>
    public abstract ICallFacts Calls { get; }

    /// <summary>Gets the index of a control flow graph, which is built once.</summary>
    public GraphIndex IndexOf(ControlFlowGraph graph) =>
        _indexes.GetValue(graph, key => new GraphIndex(key, operation => Duration.TakesTime(operation, this)));

    /// <summary>Gets the operation at a node of any tree of the compilation; null if the node has none.</summary>
    /// <remarks>Parentheses have no operation of their own, so the operation is that of the expression in them.</remarks>
    public IOperation? OperationAt(SyntaxNode node) =>
        SemanticModelOf(node.SyntaxTree)?.GetOperation(node is ParenthesizedExpressionSyntax parenthesized ? SyntaxQueries.WithinParentheses(parenthesized) : node);

    /// <summary>Gets the semantic model of any tree of the compilation; null for other trees.</summary>
    /// <remarks>
    /// A called method may be in another file, and the waits in its body aren't known until the body is bound. This is the only place that requests
    /// the model of another file. It does so only for the few methods that a detached task reaches, once for each in a compilation. The source of a
    /// referenced project isn't read: it is available in an editor but not in a build, and the verdict about a method must be the same in both.
    /// </remarks>
    public SemanticModel? SemanticModelOf(SyntaxTree tree)
    {
        if (!Symbols.Compilation.ContainsSyntaxTree(tree))
        {
            return null;
        }

        if (_semantics is not null)
        {
            return _semantics(tree);
        }

        if (!_models.TryGetValue(tree, out WeakReference<SemanticModel>? kept) || !kept.TryGetTarget(out SemanticModel? model))
        {
#pragma warning disable RS1030
            model = Symbols.Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            _models[tree] = new WeakReference<SemanticModel>(model);
        }

        return model;
    }

    /// <summary>Keeps the semantic model that an operation comes from, for later questions about the operation's file.</summary>
    /// <remarks>
    /// The analyzer driver releases its models one by one while analyzers still work on their operations. A new model would have to bind the same
    /// code again.
    /// </remarks>
    public void UseModelOf(IOperation operation)
    {
        if (_semantics is null && operation.SemanticModel is { } model
            && (!_models.TryGetValue(model.SyntaxTree, out WeakReference<SemanticModel>? kept) || !kept.TryGetTarget(out _)))
        {
            _models[model.SyntaxTree] = new WeakReference<SemanticModel>(model);
        }
    }
}
