using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>How code at a position names <see cref="CancellationTokenSource"/> and <see cref="CancellationToken"/>.</summary>
/// <param name="Source">The name of <see cref="CancellationTokenSource"/>.</param>
/// <param name="Token">The name of <see cref="CancellationToken"/>.</param>
/// <param name="NeedUsing">Whether the names need a <c>using</c> directive that is missing.</param>
internal sealed record ThreadingNames(string Source, string Token, bool NeedUsing)
{
    /// <summary>The namespace of both types.</summary>
    public const string Namespace = "System.Threading";

    /// <summary>The shortest names that mean the right types at a position.</summary>
    public static ThreadingNames At(int position, SemanticModel model)
    {
        // A member is accessed through the name of the source's type, so a variable or property of that name would be taken instead.
        ImmutableArray<ISymbol> sources = model.LookupSymbols(position, name: nameof(CancellationTokenSource));
        ImmutableArray<ISymbol> tokens = model.LookupNamespacesAndTypes(position, name: nameof(CancellationToken));
        bool needUsing = (sources.IsEmpty || tokens.IsEmpty) && IsUsingHarmless(model);
        string prefix = Prefix(position, model);
        return new ThreadingNames(
            Name(nameof(CancellationTokenSource), sources),
            Name(nameof(CancellationToken), tokens),
            needUsing);

        string Name(string name, ImmutableArray<ISymbol> meanings)
        {
            bool isShort = meanings.IsEmpty ? needUsing : meanings.All(IsOfThreading);
            return isShort ? name : prefix + name;
        }
    }

    private static bool IsOfThreading(ISymbol symbol) =>
        symbol is INamedTypeSymbol type && type.ContainingNamespace.ToDisplayString() == Namespace;

    private static string Prefix(int position, SemanticModel model) =>
        model.LookupSymbols(position, name: nameof(System)) is [INamespaceSymbol { ContainingNamespace.IsGlobalNamespace: true }]
            ? Namespace + "."
            : "global::" + Namespace + ".";

    /// <summary>Whether a new directive would make no name of the document ambiguous.</summary>
    private static bool IsUsingHarmless(SemanticModel model)
    {
        INamespaceSymbol? threading = model.Compilation.GlobalNamespace
            .GetNamespaceMembers().FirstOrDefault(space => space.Name == nameof(System))?
            .GetNamespaceMembers().FirstOrDefault(space => space.Name == nameof(System.Threading));
        if (threading is null)
        {
            return false;
        }

        ILookup<string, INamedTypeSymbol> types = threading.GetTypeMembers().ToLookup(type => type.Name);
        foreach (SimpleNameSyntax name in model.SyntaxTree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (types.Contains(name.Identifier.ValueText)
                && model.GetSymbolInfo(name).Symbol is INamedTypeSymbol type
                && !types[name.Identifier.ValueText].Contains(type.OriginalDefinition, SymbolEqualityComparer.Default))
            {
                return false;
            }
        }

        return true;
    }
}
