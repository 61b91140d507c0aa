using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>The names by which code at a position can refer to <see cref="CancellationTokenSource"/> and <see cref="CancellationToken"/>.</summary>
/// <param name="Source">The name of <see cref="CancellationTokenSource"/>.</param>
/// <param name="Token">The name of <see cref="CancellationToken"/>.</param>
/// <param name="NeedUsing">Whether the names are valid only after a <c>using</c> directive has been added to the document.</param>
internal sealed record ThreadingNames(string Source, string Token, bool NeedUsing)
{
    public const string Namespace = "System.Threading";

    /// <summary>Finds the shortest names that refer to the two types at a position.</summary>
    public static ThreadingNames At(int position, SemanticModel model)
    {
        // In 'CancellationTokenSource.CreateLinkedTokenSource', a variable or property of that name hides the type. So symbols of all kinds are looked up.
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

    /// <summary>Whether <c>using System.Threading</c> would make no type name in the document ambiguous.</summary>
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
