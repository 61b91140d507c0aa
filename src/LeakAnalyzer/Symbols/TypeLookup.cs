using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Symbols;

/// <summary>Looks up types in a compilation by their metadata names.</summary>
internal static class TypeLookup
{
    /// <summary>Gets a type, such as <c>Task</c>, that is mostly in the assembly of <c>object</c>. Starting there avoids reading all references.</summary>
    public static INamedTypeSymbol? FindBasic(Compilation compilation, string metadataName) =>
        compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly?.GetTypeByMetadataName(metadataName) is { DeclaredAccessibility: Accessibility.Public } beside
            ? beside
            : Find(compilation, metadataName);

#pragma warning disable RS0030 // this is the one place that looks up types in a compilation
    /// <summary>Gets a type; null if the compilation has no type of that name, or several.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, string metadataName) =>
        compilation.GetTypeByMetadataName(metadataName);

    /// <summary>Gets the types of that name, as several assemblies may each define one.</summary>
    public static ImmutableArray<INamedTypeSymbol> FindAll(Compilation compilation, string metadataName) =>
        compilation.GetTypesByMetadataName(metadataName);
#pragma warning restore RS0030
}
