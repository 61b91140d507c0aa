using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Writes types as code names them.</summary>
internal static class TypeTexts
{
    private static readonly SymbolDisplayFormat s_format = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The text by which all code can name a type.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(s_format);

    /// <summary>Whether all code of a class can name a type.</summary>
    public static bool IsNameable(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsAnonymousType: true } or IErrorTypeSymbol or ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } => false,
        INamedTypeSymbol named => named.TypeArguments.All(IsNameable) && (named.ContainingType is null || IsNameable(named.ContainingType)),
        IArrayTypeSymbol array => IsNameable(array.ElementType),
        ITypeParameterSymbol => true,
        _ => false,
    };

    /// <summary>Whether a type is one of the framework's tasks.</summary>
    public static bool IsTask(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask" } named && named.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";
}
