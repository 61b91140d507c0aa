using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// Tells whether an ending method of an object, such as <c>Dispose</c>, may call the member that starts the task. With the fix, that member
/// reads the token of a <c>CancellationTokenSource</c>. The read throws if the ending method has already disposed the source.
/// </summary>
internal static class EndCalls
{
    /// <summary>
    /// Whether one of the ending methods of a class may call the member that starts the task: by name, or through an extension method that receives the
    /// object. Also true if an ending method itself starts the task, because its own name is among the names in its declaration.
    /// </summary>
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
