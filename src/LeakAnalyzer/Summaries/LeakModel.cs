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

/// <summary>What all analyses of one compilation share: its code, the facts of its calls, and the waits of called methods.</summary>
internal sealed class LeakModel : CodeModel
{
    private readonly ConcurrentDictionary<WaitedObject, List<ObjectUse>> _uses = new(WaitedObject.ByNames);
    private string[]? _blockingWords;

    /// <summary>Makes the model of a compilation.</summary>
    /// <param name="symbols">The compilation's symbols.</param>
    /// <param name="options">What the user set.</param>
    /// <param name="semantics">Gives the semantic model of a tree; null for the compilation itself, which in a driver keeps them.</param>
    public LeakModel(KnownSymbols symbols, LeakOptions.Reader options, Func<SyntaxTree, SemanticModel>? semantics = null)
        : base(symbols, options, semantics)
    {
        Bodies = new MethodBodies(this);
        Calls = new CallFacts(this, Bodies);
        PossibleWaits = new PossibleWaits(this, Summaries.Length - 1);
    }

    public override ICallFacts Calls { get; }

    /// <summary>The bodies of source methods.</summary>
    public MethodBodies Bodies { get; }

    /// <summary>Which source methods are worth to be read for waits.</summary>
    public PossibleWaits PossibleWaits { get; }

    /// <summary>The uses of an object as <see cref="ObjectUses"/> reads them, kept where many starts may ask for them. A summary that isn't ready must not ask here.</summary>
    public List<ObjectUse> UsesOf(WaitedObject waited) =>
        _uses.TryGetValue(waited, out List<ObjectUse>? uses) ? uses : _uses.GetOrAdd(waited, ObjectUses.Of(waited, this));

    /// <summary>
    /// Words without one of which a body that returns no task and calls nothing further neither blocks nor loops for ever, but by a wait that
    /// the user adds: an operation that gives a task blocks only where that is waited for.
    /// </summary>
    public IReadOnlyList<string> BlockingWords => _blockingWords ??= ["while", "for (", "for(", .. ApiCatalogue.BlockingNames];

    /// <summary>The waits of source methods that were asked for, kept for the compilation; by how many blocking calls deep they are still followed.</summary>
    public ConcurrentDictionary<IMethodSymbol, ImmutableArray<Wait>>[] Summaries { get; } =
        [new(SymbolEqualityComparer.Default), new(SymbolEqualityComparer.Default), new(SymbolEqualityComparer.Default)];
}
