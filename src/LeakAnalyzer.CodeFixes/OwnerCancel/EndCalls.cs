using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// Tells whether <c>Dispose</c> or a similar method may call the member that starts the task. With the fix, that member reads the token of a source, which
/// throws if the source is already disposed.
/// </summary>
internal static class EndCalls
{
    /// <summary>Whether one of the disposing or stopping methods of a class may call the member that starts the task, or is that member.</summary>
    public static bool MayReach(SyntaxNode starter, INamedTypeSymbol type, List<EndingMember> members)
    {
        string? name = starter switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            _ => null,
        };
        var own = new OwnNames(type);
        MethodDeclarationSyntax[] ends = [.. members.Select(member => member.Declaration).OfType<MethodDeclarationSyntax>()];
        return name is not null && (own.NamesUsedBy(ends, throughCalls: true).Contains(name) || ends.Any(own.HandsObjectToExtension));
    }
}
