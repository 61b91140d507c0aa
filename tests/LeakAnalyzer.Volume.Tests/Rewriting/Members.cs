using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Rewrites that move members and types.</summary>
internal static class Members
{
    /// <summary>Splits each type that has several methods into two partial types, in two files.</summary>
    public static IReadOnlyList<CompilationUnitSyntax> Split(CompilationUnitSyntax file)
    {
        TypeDeclarationSyntax[] types =
        [
            .. file.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<TypeDeclarationSyntax>()
                .Where(type => type is ClassDeclarationSyntax or StructDeclarationSyntax
                    && !type.Modifiers.Any(SyntaxKind.PartialKeyword) && !type.Modifiers.Any(SyntaxKind.FileKeyword) && type.Members.OfType<MethodDeclarationSyntax>().Count() > 1),
        ];
        if (types.Length == 0 || file.ContainsDirectives)
        {
            return [file];
        }

        HashSet<TypeDeclarationSyntax> split = [.. types];
        CompilationUnitSyntax first = file.ReplaceNodes(types, (type, _) => Part(type, MembersOf(type, isSecond: false)));
        CompilationUnitSyntax second = file.RemoveNodes(file.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(member =>
            member is not BaseNamespaceDeclarationSyntax && member.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax && !split.Contains(member)), SyntaxRemoveOptions.KeepNoTrivia)!;
        TypeDeclarationSyntax[] kept = [.. second.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<TypeDeclarationSyntax>()];
        second = second.ReplaceNodes(kept, (type, _) => Part(type, MembersOf(type, isSecond: true)).WithAttributeLists([]).WithBaseList(null).WithParameterList(null).WithConstraintClauses([]));
        return [first, second.WithAttributeLists([]).WithUsings([.. second.Usings.Where(directive => directive.GlobalKeyword.IsKind(SyntaxKind.None))])];
    }

    /// <summary>Adds a namespace <c>System</c> inside the file's namespace, so that it hides the framework's.</summary>
    public static IReadOnlyList<CompilationUnitSyntax> WithShadow(CompilationUnitSyntax file)
    {
        BaseNamespaceDeclarationSyntax? space = file.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault();
        if (space is null || space.DescendantTokens().Any(token => token.ValueText == nameof(System)))
        {
            return [file];
        }

        return [file, SyntaxFactory.ParseCompilationUnit($"namespace {space.Name}.System {{ internal static partial class Unrelated {{ }} }}")];
    }

    private static SyntaxList<MemberDeclarationSyntax> MembersOf(TypeDeclarationSyntax type, bool isSecond)
    {
        int number = 0;
        return [.. type.Members.Where(member => (member is MethodDeclarationSyntax && number++ % 2 == 1) == isSecond)];
    }

    private static TypeDeclarationSyntax Part(TypeDeclarationSyntax type, SyntaxList<MemberDeclarationSyntax> members)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        TypeDeclarationSyntax part = type.WithMembers(members);
        return part.Modifiers.Count > 0
            ? part.AddModifiers(partial)
            : part.WithKeyword(part.Keyword.WithLeadingTrivia(SyntaxFactory.Space)).AddModifiers(partial.WithLeadingTrivia(part.GetLeadingTrivia()));
    }

    internal sealed class Reversal : FileRewriter
    {
        public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node)
        {
            if (node.ContainsDirectives)
            {
                return base.VisitClassDeclaration(node);
            }

            var visited = (ClassDeclarationSyntax)base.VisitClassDeclaration(node)!;
            Stack<MemberDeclarationSyntax> methods = new(visited.Members.OfType<MethodDeclarationSyntax>());
            return visited.WithMembers([.. visited.Members.Select(member => member is MethodDeclarationSyntax ? methods.Pop() : member)]);
        }
    }
}
