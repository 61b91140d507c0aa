using System.Collections.Concurrent;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>The code of one compilation, and what is known of the members that it uses.</summary>
internal abstract class CodeModel
{
    private readonly Lazy<ApiCatalogue> _catalogue;
    private readonly Func<SyntaxTree, SemanticModel>? _semantics;
    private readonly ConcurrentDictionary<SyntaxTree, WeakReference<SemanticModel>> _models = new();

    protected CodeModel(KnownSymbols symbols, LeakOptions.Reader options, Func<SyntaxTree, SemanticModel>? semantics)
    {
        _semantics = semantics;
        Symbols = symbols;
        Options = options;
        _catalogue = new(() => new ApiCatalogue(symbols));
        World = new VisibleWorld(symbols);
        Uses = new SymbolUses(this);
        Values = new VariableValues(this);
    }

    public KnownSymbols Symbols { get; }

    public LeakOptions.Reader Options { get; }

    /// <summary>What is known of the framework and of packages.</summary>
    public ApiCatalogue Catalogue => _catalogue.Value;

    /// <summary>Who can name a symbol.</summary>
    public VisibleWorld World { get; }

    /// <summary>Where a symbol is named.</summary>
    public SymbolUses Uses { get; }

    /// <summary>What a variable is ever given.</summary>
    public VariableValues Values { get; }

    /// <summary>What a call does.</summary>
    public abstract ICallFacts Calls { get; }

    /// <summary>The operation at a node, in whichever tree it stands.</summary>
    public IOperation? OperationAt(SyntaxNode node) => SemanticModelOf(node.SyntaxTree)?.GetOperation(node);

    /// <summary>The semantic model of any tree of the compilation.</summary>
    /// <remarks>
    /// A called method may stand in another file, and its waits can't be known without binding it. This is the only place that asks
    /// for another tree's model: for the few methods that a detached task reaches, each once in a compilation. The source of a referenced project,
    /// which an editor has, stays out: a build has its assembly only, and one method would have two verdicts.
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

    /// <summary>Uses the semantic model that an operation comes from for its file.</summary>
    /// <remarks>
    /// The driver drops its models one by one while it still works on their operations. A new one would bind again what it is asked about.
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
