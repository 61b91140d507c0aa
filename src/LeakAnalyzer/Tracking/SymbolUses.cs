using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Finds the uses of a symbol. A search in the text finds the identifiers of the same name, which are then checked by their syntax or, where that can't
/// decide, by binding.
/// </summary>
internal sealed class SymbolUses(CodeModel code)
{
    private static readonly ConditionalWeakTable<SyntaxTree, SourceText> s_texts = new();

    private readonly UsesBySymbol _uses = new(symbol => Find(symbol, code.World.RegionsOf(symbol), static _ => true, code));
    private readonly UsesBySymbol _writes = new(symbol => Find(symbol, code.World.RegionsThatWrite(symbol), static use => SyntaxQueries.IsWritten(use, out _), code));
    private readonly UsesBySymbol _usesOfTypes = new(type => Find(type, code.Symbols.Compilation.SyntaxTrees.Select(tree => tree.GetRoot()), static _ => true, code));

    /// <summary>
    /// Gets all uses of a symbol, without mere mentions as in <c>nameof(symbol)</c>; empty if code outside the compilation can refer to the symbol.
    /// </summary>
    public ImmutableArray<SimpleNameSyntax> Of(ISymbol symbol) => _uses.Of(symbol);

    /// <summary>Gets the uses that write a symbol or pass it by reference, which is cheaper than <see cref="Of"/>.</summary>
    public ImmutableArray<SimpleNameSyntax> ThatWrite(ISymbol symbol) => _writes.Of(symbol);

    /// <summary>Gets the uses of a method in its own type, on the same object: <c>Connect()</c> or <c>this.Connect()</c>.</summary>
    public IEnumerable<SimpleNameSyntax> OnSameObject(IMethodSymbol method) =>
        from declaration in method.ContainingType.DeclaringSyntaxReferences
        from use in Named(method.Name, declaration.GetSyntax())
        where SyntaxQueries.Qualified(use) is SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
        where code.SemanticModelOf(use.SyntaxTree) is { } model && Names(use, method, model)
        select use;

    /// <summary>Gets all uses of a type in the compilation. A public type may also be used outside the compilation.</summary>
    public ImmutableArray<SimpleNameSyntax> OfType(INamedTypeSymbol type) => _usesOfTypes.Of(type);

    /// <summary>Gets the uses of a symbol in a region.</summary>
    public IEnumerable<SimpleNameSyntax> In(SyntaxNode region, ISymbol symbol)
    {
        foreach (SimpleNameSyntax use in Of(symbol))
        {
            if (SyntaxQueries.Contains(region, use))
            {
                yield return use;
            }
        }
    }

    /// <summary>
    /// Whether the text of a node contains one of the given words, even in a longer word or a comment, or may hide one behind a Unicode escape.
    /// </summary>
    public static bool MayMention(SyntaxNode node, IReadOnlyList<string> words)
    {
        SourceText text = TextOf(node.SyntaxTree);
        if (text.HasEscapes)
        {
            return true;
        }

        for (int i = 0; i < words.Count; i++)
        {
            if (IndexOf(words[i], text.Text, node.SpanStart, node.Span.End) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a region contains <c>nameof(name)</c> for the given name.</summary>
    public static bool IsInNameOf(string name, SyntaxNode region) => Named(name, region).Any(IsInNameOf);

    /// <summary>Finds the identifiers in a region that have the given name.</summary>
    public static IEnumerable<SimpleNameSyntax> Named(string name, SyntaxNode region) =>
        TokensNamed(name, region).Select(static token => token.Parent).OfType<SimpleNameSyntax>();

    private static ImmutableArray<SimpleNameSyntax> Find(ISymbol symbol, IEnumerable<SyntaxNode> regions, Func<SimpleNameSyntax, bool> isWanted, CodeModel code)
    {
        if (symbol.Name.Length == 0)
        {
            return ImmutableArray<SimpleNameSyntax>.Empty; // an incomplete declaration may have no name to search for
        }

        var candidates = new List<SimpleNameSyntax>();
        PlainNames? plain = PlainNames.Of(symbol);
        foreach (SyntaxNode region in regions)
        {
            foreach (SyntaxToken token in TokensNamed(symbol.Name, region))
            {
                if (plain?.Add(token) == false)
                {
                    plain = null;
                }

                if (token.Parent is SimpleNameSyntax use && isWanted(use) && !IsNameOnly(use))
                {
                    candidates.Add(use);
                }
            }
        }

        ImmutableArray<SimpleNameSyntax>.Builder uses = ImmutableArray.CreateBuilder<SimpleNameSyntax>();
        foreach (SimpleNameSyntax use in candidates)
        {
            if (plain?.Is(use) ?? (code.SemanticModelOf(use.SyntaxTree) is { } model && Names(use, symbol, model)))
            {
                uses.Add(use);
            }
        }

        return uses.ToImmutable();
    }

    /// <summary>Whether an identifier refers to a symbol. The operation is tried first: <c>GetSymbolInfo</c> would bind the statement again.</summary>
    private static bool Names(SimpleNameSyntax use, ISymbol symbol, SemanticModel model)
    {
        switch (symbol.Kind is SymbolKind.NamedType ? null : model.GetOperation(SyntaxQueries.Qualified(use)))
        {
            case ILocalReferenceOperation { Local: var local }:
                return AreSame(local, symbol);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return AreSame(parameter, symbol);
            case IFieldReferenceOperation { Field: var field }:
                return AreSame(field, symbol);
            case IPropertyReferenceOperation { Property: var property }:
                return AreSame(property, symbol);
        }

        SymbolInfo info = model.GetSymbolInfo(use);
        if (info.Symbol is { } named)
        {
            return AreSame(named, symbol);
        }

        foreach (ISymbol candidate in info.CandidateSymbols)
        {
            if (AreSame(candidate, symbol))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether two symbols are the same. If a lambda is bound twice, its locals and parameters have two symbols with one declaration.</summary>
    private static bool AreSame(ISymbol one, ISymbol other)
    {
        one = one is IMethodSymbol method ? ExtensionBlocks.DeclaredFor(method.OriginalDefinition) : one.OriginalDefinition;
        return SymbolEqualityComparer.Default.Equals(one, other)
            || one is ILocalSymbol or IParameterSymbol && one.Kind == other.Kind
                && one.DeclaringSyntaxReferences is [var first, ..] && other.DeclaringSyntaxReferences is [var second, ..]
                && first.SyntaxTree == second.SyntaxTree && first.Span == second.Span;
    }

    /// <summary>Finds the identifier tokens in a region that have the given name: uses, and declarations of anything of that name.</summary>
    public static IEnumerable<SyntaxToken> TokensNamed(string name, SyntaxNode region)
    {
        SourceText source = TextOf(region.SyntaxTree);
        if (source.HasEscapes)
        {
            foreach (SyntaxToken token in region.DescendantTokens())
            {
                if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name)
                {
                    yield return token;
                }
            }

            yield break;
        }

        string text = source.Text;
        int end = region.Span.End;
        for (int at = IndexOf(name, text, region.SpanStart, end); at >= 0; at = IndexOf(name, text, at + name.Length, end))
        {
            if (at > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[at - 1])
                || at + name.Length < text.Length && SyntaxFacts.IsIdentifierPartCharacter(text[at + name.Length]))
            {
                continue;
            }

            SyntaxToken token = region.FindToken(at);
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name)
            {
                yield return token;
            }
        }
    }

    /// <summary>Finds the <c>new(…)</c> expressions in a file, which don't name the type that they create.</summary>
    public static IEnumerable<ImplicitObjectCreationExpressionSyntax> CreationsWithoutName(SyntaxTree tree)
    {
        const string Creation = "new";
        string text = TextOf(tree).Text;
        SyntaxNode? root = null;
        for (int at = IndexOf(Creation, text, 0, text.Length); at >= 0; at = IndexOf(Creation, text, at + Creation.Length, text.Length))
        {
            int next = at + Creation.Length;
            while (next < text.Length && char.IsWhiteSpace(text[next]))
            {
                next++;
            }

            if (next < text.Length && text[next] == '(' && (root ??= tree.GetRoot()).FindToken(at).Parent is ImplicitObjectCreationExpressionSyntax creation)
            {
                yield return creation;
            }
        }
    }

    private static int IndexOf(string name, string text, int start, int end) =>
        start < end ? text.IndexOf(name, start, end - start, StringComparison.Ordinal) : -1;

    /// <summary>Whether an identifier only mentions a name, as in <c>name: value</c> or <c>nameof(name)</c>.</summary>
    private static bool IsNameOnly(SimpleNameSyntax use) => use.Parent is NameColonSyntax || IsInNameOf(use);

    private static bool IsInNameOf(SimpleNameSyntax use) =>
        use.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } } argument
        && argument.Expression.DescendantNodesAndSelf().All(node => node is NameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax or BaseExpressionSyntax);

    /// <summary>Gets a file's text as one string, because a search in it is far cheaper than a walk over the nodes.</summary>
    private static SourceText TextOf(SyntaxTree tree) => s_texts.GetValue(tree, static tree => new SourceText(tree.GetText().ToString()));

    /// <summary>Caches the uses of each symbol. A thread that requests the same uses waits for the first one's result, because finding them is slow.</summary>
    private sealed class UsesBySymbol(Func<ISymbol, ImmutableArray<SimpleNameSyntax>> find)
    {
        private readonly ConcurrentDictionary<ISymbol, Lazy<ImmutableArray<SimpleNameSyntax>>> _bySymbol = new(SymbolEqualityComparer.Default);
        private readonly Func<ISymbol, Lazy<ImmutableArray<SimpleNameSyntax>>> _make = symbol => new(() => find(symbol));

        public ImmutableArray<SimpleNameSyntax> Of(ISymbol symbol) => _bySymbol.GetOrAdd(symbol.OriginalDefinition, _make).Value;
    }

    /// <summary>The text of a file, and whether a search in it finds all identifiers.</summary>
    private sealed class SourceText(string text)
    {
        public string Text { get; } = text;

        /// <summary>Whether identifiers may be written with escapes (<c>c\u0074s</c>), so that a search for their names would miss them.</summary>
        public bool HasEscapes { get; } = text.Contains("\\u") || text.Contains("\\U");
    }
}
