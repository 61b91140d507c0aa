using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>
/// Tells whether the declaration of a method allows another parameter. <see cref="SignatureUsers"/> tells whether the code that uses the method does.
/// </summary>
internal static class SignatureFreedom
{
    /// <summary>
    /// Whether a method or local function may gain an optional parameter: nothing but its callers, such as an interface or an event, depends on its signature.
    /// </summary>
    public static bool MayGainParameter(IMethodSymbol method, LeakModel model) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction
        && !method.IsVirtual && !method.IsOverride && !method.IsAbstract && !method.IsExtern
        && !method.IsPartialDefinition && method.PartialDefinitionPart is null
        && method.GetAttributes().IsEmpty
        && !IsEventHandler(method)
        && method.DeclaringSyntaxReferences is [var declaration]
        && declaration.GetSyntax() is MethodDeclarationSyntax or LocalFunctionStatementSyntax
        && !KnownSymbols.Same(model.Symbols.Compilation.GetEntryPoint(CancellationToken.None), method)
        && !ImplementsInterface(method);

    /// <summary>Whether a method has the signature of an event handler: a designer file or markup may attach it to an event.</summary>
    private static bool IsEventHandler(IMethodSymbol method)
    {
        if (method.Parameters is not [{ Type.SpecialType: SpecialType.System_Object }, { Type: var arguments }])
        {
            return false;
        }

        for (ITypeSymbol? type = arguments; type is not null; type = type.BaseType)
        {
            if (type is { Name: nameof(EventArgs), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    private static bool ImplementsInterface(IMethodSymbol method)
    {
        foreach (INamedTypeSymbol contract in method.ContainingType?.AllInterfaces ?? ImmutableArray<INamedTypeSymbol>.Empty)
        {
            foreach (ISymbol member in contract.GetMembers(method.Name))
            {
                if (KnownSymbols.Same(method.ContainingType!.FindImplementationForInterfaceMember(member), method))
                {
                    return true;
                }
            }
        }

        return !method.ExplicitInterfaceImplementations.IsEmpty;
    }
}
