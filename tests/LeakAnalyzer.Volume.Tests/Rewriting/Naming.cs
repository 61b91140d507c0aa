using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Rewrites that change how code names the same symbols.</summary>
internal static class Naming
{
    private static readonly SyntaxTrivia s_space = SyntaxFactory.Space;

    /// <summary>Adds <c>this.</c> to each use of an instance member of the same type.</summary>
    internal sealed class This(SemanticModel model) : FileRewriter
    {
        public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node)
        {
            bool isPlain = node.Parent switch
            {
                MemberAccessExpressionSyntax access => access.Expression == node,
                QualifiedNameSyntax or AliasQualifiedNameSyntax or MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or AttributeSyntax or SubpatternSyntax => false,
                AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Right == node,
                ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => false,
                _ => true,
            };
            return isPlain
                && node.FirstAncestorOrSelf<SyntaxNode>(around => around is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax) is { } member
                && node.FirstAncestorOrSelf<ConstructorInitializerSyntax>() is null
                && model.GetDeclaredSymbol(member) is { IsStatic: false }
                && model.GetSymbolInfo(node).Symbol is { IsStatic: false } and (IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary })
                    ? SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.ThisExpression(), node.WithoutTrivia()).WithTriviaFrom(node)
                    : node;
        }
    }

    /// <summary>Names <c>Task</c> and <c>CancellationTokenSource</c> by aliases.</summary>
    internal sealed class Aliases(SemanticModel model) : FileRewriter
    {
        private static readonly (string Type, string Alias)[] s_aliases = [("System.Threading.Tasks.Task", "RenamedTask"), ("System.Threading.CancellationTokenSource", "RenamedSource")];

        public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node)
        {
            foreach ((string type, string alias) in s_aliases)
            {
                if (type.EndsWith($".{node.Identifier.ValueText}", StringComparison.Ordinal) && node.Parent is not (QualifiedNameSyntax or NameColonSyntax) && !IsNameOfAccess(node)
                    && model.GetSymbolInfo(node).Symbol is INamedTypeSymbol named && named.ToDisplayString() == type)
                {
                    return node.WithIdentifier(Named(node.Identifier, alias));
                }
            }

            return node;
        }

        public override SyntaxNode? VisitCompilationUnit(CompilationUnitSyntax node)
        {
            var file = (CompilationUnitSyntax)base.VisitCompilationUnit(node)!;
            UsingDirectiveSyntax[] aliases =
            [
                .. from known in s_aliases
                   select SyntaxFactory.UsingDirective(SyntaxFactory.NameEquals(known.Alias), SyntaxFactory.ParseName($"global::{known.Type}")).NormalizeWhitespace().WithTrailingTrivia(SyntaxFactory.LineFeed),
            ];
            return file.ContainsDirectives || file == node ? node : file.AddUsings(aliases);
        }

        private static bool IsNameOfAccess(IdentifierNameSyntax node) => node.Parent is MemberAccessExpressionSyntax access && access.Name == node;
    }

    /// <summary>Replaces <c>var</c> by the type of the local.</summary>
    internal sealed class ExplicitTypes(SemanticModel model) : FileRewriter
    {
        public override SyntaxNode? VisitVariableDeclaration(VariableDeclarationSyntax node)
        {
            var declaration = (VariableDeclarationSyntax)base.VisitVariableDeclaration(node)!;
            return node.Type.IsVar && node.Variables is [var only] && model.GetDeclaredSymbol(only) is ILocalSymbol { Type: { } type, IsRef: false } && TypeTexts.IsNameable(type)
                ? declaration.WithType(SyntaxFactory.ParseTypeName(TypeTexts.Of(type)).WithTriviaFrom(declaration.Type))
                : declaration;
        }
    }

    /// <summary>Adds expressions such as <c>nameof(parameter)</c> to each method.</summary>
    internal sealed class Mentions(SemanticModel model) : FileRewriter
    {
        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            var method = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
            if (method.Body is not { } body || node.ContainsDirectives || model.GetDeclaredSymbol(node) is not { } symbol)
            {
                return method;
            }

            IEnumerable<string> names = symbol.Parameters.Select(parameter => parameter.Name).Concat(symbol.ContainingType.GetMembers().OfType<IFieldSymbol>().Where(field => field.CanBeReferencedByName).Select(field => field.Name));
            StatementSyntax[] mentions = [.. names.Select(name => SyntaxFactory.ParseStatement($"_ = nameof({name});").WithTrailingTrivia(s_space))];
            return method.WithBody(body.WithStatements(body.Statements.InsertRange(0, mentions)));
        }
    }
}
