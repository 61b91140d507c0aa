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

/// <summary>
/// Answers questions about the code of one compilation: which operation is at a node, where a symbol is used, which values a variable has, what a call
/// does.
/// </summary>
internal abstract class CodeModel
{
    private readonly Lazy<ApiCatalogue> _catalogue;
    private readonly Func<SyntaxTree, SemanticModel>? _semantics;
    private readonly ConcurrentDictionary<SyntaxTree, WeakReference<SemanticModel>> _models = new();
    private readonly ConditionalWeakTable<ControlFlowGraph, GraphIndex> _indexes = new();

    protected CodeModel(KnownSymbols symbols, LeakOptions.Reader options, Func<SyntaxTree, SemanticModel>? semantics, bool seesOwnCodeOnly)
    {
        _semantics = semantics;
        Symbols = symbols;
        Options = options;
        _catalogue = new(() => new ApiCatalogue(symbols));
        World = new VisibleWorld(symbols, seesOwnCodeOnly);
        Uses = new SymbolUses(this);
        Creations = new Creations(this);
        Values = new VariableValues(this);
        Functions = new FunctionIndex(this);
    }

    public KnownSymbols Symbols { get; }

    public LeakOptions.Reader Options { get; }

    /// <summary>What is known about the members of the framework and of well-known packages, such as which of them wait.</summary>
    public ApiCatalogue Catalogue => _catalogue.Value;

    /// <summary>Tells which code can refer to a symbol.</summary>
    public VisibleWorld World { get; }

    /// <summary>Finds the uses of a symbol.</summary>
    public SymbolUses Uses { get; }

    /// <summary>Finds the expressions that create objects of a type.</summary>
    public Creations Creations { get; }

    /// <summary>Finds the values that are assigned to a variable.</summary>
    public VariableValues Values { get; }

    /// <summary>Finds certain nodes of a function, such as its calls of <c>Cancel</c>.</summary>
    public FunctionIndex Functions { get; }

    /// <summary>Tells what a call does.</summary>
    public abstract ICallFacts Calls { get; }

    /// <summary>Gets the index of a control flow graph.</summary>
    public GraphIndex IndexOf(ControlFlowGraph graph) =>
        _indexes.GetValue(graph, key => new GraphIndex(key, operation => Duration.TakesTime(operation, this)));

    /// <summary>Gets the operation at a node of any tree of the compilation; null if the node has none.</summary>
    /// <remarks>Parentheses have no operation of their own, so the operation is that of the expression in them.</remarks>
    public IOperation? OperationAt(SyntaxNode node) =>
        SemanticModelOf(node.SyntaxTree)?.GetOperation(node is ParenthesizedExpressionSyntax parenthesized ? SyntaxQueries.WithinParentheses(parenthesized) : node);

    /// <summary>Gets the semantic model of any tree of the compilation; null for other trees.</summary>
    /// <remarks>
    /// Only this method requests the model of another file than the analyzed one. Code of a referenced project isn't read: an editor has it but a build
    /// doesn't, and both must report the same.
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

    /// <summary>Gets the function that has a parameter, as seen from its body; null if it isn't a function, such as the getter of a property.</summary>
    /// <param name="parameter">The parameter. That of an extension block is shared by the block's members, so it doesn't tell the function.</param>
    /// <param name="place">A node in the function's body.</param>
    public IMethodSymbol? FunctionWith(IParameterSymbol parameter, SyntaxNode place) =>
        !ExtensionBlocks.IsReceiver(parameter) ? parameter.ContainingSymbol as IMethodSymbol
        : SyntaxQueries.EnclosingMember(place) is MethodDeclarationSyntax method ? SemanticModelOf(method.SyntaxTree)?.GetDeclaredSymbol(method) as IMethodSymbol
        : null;

    /// <summary>
    /// Stores a weak reference to the semantic model of an operation. The driver drops a model from its cache while it is still in use, and a new model
    /// would bind the same code again.
    /// </summary>
    public void UseModelOf(IOperation operation)
    {
        if (_semantics is null && operation.SemanticModel is { } model
            && (!_models.TryGetValue(model.SyntaxTree, out WeakReference<SemanticModel>? kept) || !kept.TryGetTarget(out _)))
        {
            _models[model.SyntaxTree] = new WeakReference<SemanticModel>(model);
        }
    }
}
