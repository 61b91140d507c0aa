using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>How code at a place writes the types of cancellation.</summary>
/// <param name="Source">The name of <see cref="CancellationTokenSource"/>.</param>
/// <param name="Token">The name of <see cref="CancellationToken"/>.</param>
/// <param name="NeedUsing">Whether the names mean these types only behind a <c>using</c> directive that is missing.</param>
internal sealed record ThreadingNames(string Source, string Token, bool NeedUsing)
{
    /// <summary>The namespace of both types.</summary>
    public const string Namespace = "System.Threading";

    /// <summary>The shortest names that mean the right types at a position.</summary>
    public static ThreadingNames At(int position, SemanticModel model)
    {
        string? source = ShortName(nameof(CancellationTokenSource), position, model, out bool isSourceFree);
        string? token = ShortName(nameof(CancellationToken), position, model, out bool isTokenFree);
        bool needUsing = (isSourceFree || isTokenFree) && IsUsingHarmless(model);
        string prefix = Prefix(position, model);
        return new ThreadingNames(
            source ?? (needUsing && isSourceFree ? "" : prefix) + nameof(CancellationTokenSource),
            token ?? (needUsing && isTokenFree ? "" : prefix) + nameof(CancellationToken),
            needUsing);
    }

    /// <summary>The simple name, where it means the type; else null, and whether it means nothing at all.</summary>
    private static string? ShortName(string name, int position, SemanticModel model, out bool isFree)
    {
        isFree = true;
        bool isRight = false;
        foreach (ISymbol symbol in model.LookupSymbols(position, name: name))
        {
            isFree = false;
            isRight = symbol is INamedTypeSymbol type && type.ContainingNamespace.ToDisplayString() == Namespace;
            if (!isRight)
            {
                return null;
            }
        }

        return isRight ? name : null;
    }

    private static string Prefix(int position, SemanticModel model) =>
        model.LookupSymbols(position, name: nameof(System)) is [INamespaceSymbol { ContainingNamespace.IsGlobalNamespace: true }]
            ? Namespace + "."
            : "global::" + Namespace + ".";

    /// <summary>Whether no name of the document would come to mean two types.</summary>
    private static bool IsUsingHarmless(SemanticModel model)
    {
        INamespaceSymbol? threading = model.Compilation.GlobalNamespace
            .GetNamespaceMembers().FirstOrDefault(space => space.Name == nameof(System))?
            .GetNamespaceMembers().FirstOrDefault(space => space.Name == nameof(System.Threading));
        if (threading is null)
        {
            return false;
        }

        var names = new HashSet<string>(threading.GetTypeMembers().Select(type => type.Name));
        foreach (SimpleNameSyntax name in model.SyntaxTree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (names.Contains(name.Identifier.ValueText)
                && model.GetSymbolInfo(name).Symbol is INamedTypeSymbol type
                && !SymbolEqualityComparer.Default.Equals(type.ContainingNamespace, threading))
            {
                return false;
            }
        }

        return true;
    }
}
