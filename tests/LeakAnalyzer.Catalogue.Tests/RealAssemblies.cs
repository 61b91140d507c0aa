using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Catalogue.Tests;

/// <summary>The assemblies of the framework and of the packages that the tests run with.</summary>
internal static class RealAssemblies
{
    /// <summary>Gets a compilation that references all these assemblies.</summary>
    public static Compilation Compilation { get; } = CSharpCompilation.Create(
        "catalogue",
        references: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)));

    /// <summary>Gets the public types with a metadata name, such as <c>System.Threading.Channels.ChannelReader`1</c>.</summary>
    public static ImmutableArray<INamedTypeSymbol> TypesNamed(string metadataName) =>
        Compilation.GetTypesByMetadataName(metadataName).RemoveAll(type => type.DeclaredAccessibility != Accessibility.Public);

    /// <summary>Gets the member or type with a documentation id, or null if there is none.</summary>
    public static ISymbol? Find(string documentationId) =>
        DocumentationCommentId.GetFirstSymbolForDeclarationId(documentationId, Compilation);
}
