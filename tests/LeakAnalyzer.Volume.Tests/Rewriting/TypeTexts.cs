using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Writes types as C# code.</summary>
internal static class TypeTexts
{
    private static readonly SymbolDisplayFormat s_format = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Gets the fully qualified name of a type.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(s_format);

    /// <summary>Whether a type has a name. An anonymous type, for example, has none.</summary>
    public static bool IsNameable(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsAnonymousType: true } or IErrorTypeSymbol or ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } => false,
        INamedTypeSymbol named => named.TypeArguments.All(IsNameable) && (named.ContainingType is null || IsNameable(named.ContainingType)),
        IArrayTypeSymbol array => IsNameable(array.ElementType),
        ITypeParameterSymbol => true,
        _ => false,
    };

    /// <summary>Whether a type is <c>Task</c> or <c>ValueTask</c>, generic or not.</summary>
    public static bool IsTask(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask" } named && named.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";
}
