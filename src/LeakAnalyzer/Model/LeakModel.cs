using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakAnalyzer.Catalog;
using LeakAnalyzer.Options;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Model;

/// <summary>What all analyses of one compilation share: the symbols, the catalog, the options, and the summaries of called methods.</summary>
/// <param name="symbols">The compilation's symbols.</param>
/// <param name="options">What the user set.</param>
/// <param name="semantics">Gives the semantic model of a tree; null for the compilation itself, which in a driver keeps them.</param>
internal sealed class LeakModel(KnownSymbols symbols, LeakOptions.Reader options, Func<SyntaxTree, SemanticModel>? semantics = null)
{
    private readonly Lazy<OpenEndedWaits> _catalog = new(() => new OpenEndedWaits(symbols));
    private string[]? _blockingWords;

    public KnownSymbols Symbols { get; } = symbols;

    public LeakOptions.Reader Options { get; } = options;

    /// <summary>Built when the first detached task is met.</summary>
    public OpenEndedWaits Catalog => _catalog.Value;

    /// <summary>
    /// Words without one of which a body that returns no task and calls nothing further neither blocks nor loops for ever, but by a wait that
    /// the user adds: an operation that gives a task blocks only where that is waited for.
    /// </summary>
    public IReadOnlyList<string> BlockingWords =>
        _blockingWords ??= ["while", "for (", "for(", "Wait", "Result", .. Catalog.BlockingNames];

    /// <summary>The waits of source methods that were asked for, kept for the compilation; by how many blocking calls deep they are still followed.</summary>
    public ConcurrentDictionary<IMethodSymbol, ImmutableArray<Wait>>[] Summaries { get; } =
        [new(SymbolEqualityComparer.Default), new(SymbolEqualityComparer.Default), new(SymbolEqualityComparer.Default)];

    /// <summary>The operation at a node, in whichever tree it stands.</summary>
    public IOperation? OperationAt(SyntaxNode node) => SemanticModelOf(node.SyntaxTree)?.GetOperation(node);

    /// <summary>The semantic model of any tree of the compilation.</summary>
    /// <remarks>
    /// A called method may stand in another file, and its waits can't be known without binding it. This is the only place that asks
    /// for another tree's model: for the few methods that a detached task reaches, each once in a compilation. The driver hands out
    /// the model that it uses itself, so what is bound here isn't bound again there. The source of a referenced project, which an editor has,
    /// stays out: a build has its assembly only, and one method would have two verdicts.
    /// </remarks>
    public SemanticModel? SemanticModelOf(SyntaxTree tree) =>
#pragma warning disable RS1030
        !Symbols.Compilation.ContainsSyntaxTree(tree) ? null : semantics is not null ? semantics(tree) : Symbols.Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
}
