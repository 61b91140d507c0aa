using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Tells whether all code in the solution that uses a method would still compile if the method gained a token parameter.</summary>
internal static class SignatureUsers
{
    /// <summary>Whether all uses of a method, and all derived classes, allow a new parameter, which is optional or is added by an overload.</summary>
    public static async Task<bool> AllowParameterAsync(IMethodSymbol method, bool asOverload, Solution solution, CancellationToken cancellationToken)
    {
        if (method.MethodKind == MethodKind.Ordinary && method.ContainingType is { IsSealed: false, TypeKind: TypeKind.Class } type)
        {
            IEnumerable<INamedTypeSymbol> derived = await SymbolFinder.FindDerivedClassesAsync(type, solution, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (derived.Any(heir => Overloads.ClashIn(heir, method) || ImplementsBy(heir, method)))
            {
                return false;
            }
        }

        if (ExtensionBlocks.ImplementationOf(method) is { } implementation && !await AllowParameterAsync(implementation, asOverload, solution, cancellationToken).ConfigureAwait(false))
        {
            return false; // a member of an extension block is also used as the static method that the compiler makes of it
        }

        foreach (ReferencedSymbol found in await SymbolFinder.FindReferencesAsync(method, solution, cancellationToken).ConfigureAwait(false))
        {
            foreach (ReferenceLocation reference in found.Locations)
            {
                if (!await AllowsParameterAsync(reference, asOverload, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool ImplementsBy(INamedTypeSymbol type, IMethodSymbol method) =>
        type.AllInterfaces
            .SelectMany(contract => contract.GetMembers(method.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member)?.OriginalDefinition, method));

    private static async Task<bool> AllowsParameterAsync(ReferenceLocation reference, bool asOverload, CancellationToken cancellationToken)
    {
        if (await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true) is not SimpleNameSyntax name)
        {
            return false;
        }

        if (name.FirstAncestorOrSelf<CrefSyntax>() is not null)
        {
            // A 'cref' without parameters is ambiguous once there are two overloads; a 'cref' with parameters refers to the old signature.
            return name.FirstAncestorOrSelf<NameMemberCrefSyntax>() is not { } cref || asOverload == cref.Parameters is not null;
        }

        SyntaxNode called = name.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax ? name.Parent : name;
        return called.Parent switch
        {
            InvocationExpressionSyntax => !IsInExpressionTree(called, await reference.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false)),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => true,
            _ => false,
        };
    }

    /// <summary>Whether a call may be in an expression tree, in which it can't omit an optional argument.</summary>
    private static bool IsInExpressionTree(SyntaxNode call, SemanticModel? model) =>
        call.Ancestors()
            .OfType<LambdaExpressionSyntax>()
            .Any(lambda => model?.GetTypeInfo(lambda).ConvertedType is not INamedTypeSymbol { TypeKind: TypeKind.Delegate });
}
