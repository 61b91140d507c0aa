using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// The data that all analyses of one compilation share: the compilation's code, the facts of its calls, and the waits of its methods.
/// </summary>
internal sealed class LeakModel : CodeModel
{
    private readonly ConcurrentDictionary<WaitedObject, List<ObjectUse>> _uses = new(WaitedObject.ByNames);
    private readonly Lazy<LeakModel?> _ownCode;
    private string[]? _blockingWords;

    /// <summary>Creates the model of a compilation.</summary>
    /// <param name="symbols">The compilation's symbols.</param>
    /// <param name="options">Reads the options that the user has set.</param>
    /// <param name="semantics">Returns the semantic model of a syntax tree; null to use those of the analyzer driver and the compilation.</param>
    public LeakModel(KnownSymbols symbols, LeakOptions.Reader options, Func<SyntaxTree, SemanticModel>? semantics = null)
        : this(symbols, options, semantics, seesOwnCodeOnly: false)
    {
    }

    private LeakModel(KnownSymbols symbols, LeakOptions.Reader options, Func<SyntaxTree, SemanticModel>? semantics, bool seesOwnCodeOnly)
        : base(symbols, options, semantics, seesOwnCodeOnly)
    {
        _ownCode = new(() => VisibleWorld.IsLibrary(symbols.Compilation) ? new LeakModel(symbols, options, tree => SemanticModelOf(tree)!, seesOwnCodeOnly: true) : null);
        Bodies = new MethodBodies(this);
        Calls = new CallFacts(this, Bodies, new ThreadLocal<Composition>(static () => new Composition()));
        PossibleWaits = new PossibleWaits(this, Summaries.Length - 1);
    }

    public override ICallFacts Calls { get; }

    /// <summary>
    /// Gets a model of the same compilation that assumes that no other assembly uses its internal or protected members. Null if the compilation isn't a
    /// library, because then no other assembly does.
    /// </summary>
    public LeakModel? OwnCode => _ownCode.Value;

    /// <summary>Gets the bodies of source methods.</summary>
    public MethodBodies Bodies { get; }

    /// <summary>Tells which source methods may wait.</summary>
    public PossibleWaits PossibleWaits { get; }

    /// <summary>Gets the uses of an object, and stores them. Don't call it while a summary is being composed: the uses may then be incomplete.</summary>
    public List<ObjectUse> UsesOf(WaitedObject waited) =>
        _uses.TryGetValue(waited, out List<ObjectUse>? uses) ? uses : _uses.GetOrAdd(waited, ObjectUses.Of(waited, this));

    /// <summary>
    /// Gets words of which at least one occurs in every body that itself blocks or loops for ever. They don't cover waits that the user's options add.
    /// </summary>
    public IReadOnlyList<string> BlockingWords => _blockingWords ??= ["while", "for (", "for(", .. ApiCatalogue.BlockingNames];

    /// <summary>Stores for <see cref="SelfStarts"/> whether a method may call itself again.</summary>
    public ConcurrentDictionary<IMethodSymbol, bool> MethodsThatMayCallAgain { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Gets the waits of the source methods that have been read. The array's index is how many more nested blocking calls could be followed where the method
    /// was called.
    /// </summary>
    public ConcurrentDictionary<IMethodSymbol, WaitSummary>[] Summaries { get; } =
        [new(SymbolEqualityComparer.Default), new(SymbolEqualityComparer.Default), new(SymbolEqualityComparer.Default)];
}
