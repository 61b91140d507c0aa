using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Rewrites that change the form of statements and expressions.</summary>
internal static class Layout
{
    private static readonly SyntaxTrivia s_space = SyntaxFactory.Space;

    /// <summary>Swaps consecutive declarations of locals that don't depend on each other.</summary>
    internal sealed class Swap : FileRewriter
    {
        public override SyntaxNode? VisitBlock(BlockSyntax node)
        {
            var block = (BlockSyntax)base.VisitBlock(node)!;
            StatementSyntax[] statements = [.. block.Statements];
            for (int i = 0; i + 1 < statements.Length; i++)
            {
                if (IsPlain(statements[i], out string one) && IsPlain(statements[i + 1], out string other) && !Mentions(statements[i + 1], one) && !Mentions(statements[i], other))
                {
                    (statements[i], statements[i + 1]) = (statements[i + 1], statements[i]);
                    i++;
                }
            }

            return block.WithStatements([.. statements]);
        }

        /// <summary>Whether a statement declares one local with a harmless value: a literal, <c>new C()</c>, or a member <c>x.Y</c>.</summary>
        private static bool IsPlain(StatementSyntax statement, out string name)
        {
            name = "";
            if (statement is not LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, ContainsDirectives: false, Declaration.Variables: [{ Initializer.Value: { } value } local] })
            {
                return false;
            }

            name = local.Identifier.ValueText;
            return value is LiteralExpressionSyntax or ObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0, Initializer: null } or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax };
        }

        private static bool Mentions(StatementSyntax statement, string name) =>
            ((LocalDeclarationStatementSyntax)statement).Declaration.Variables[0].Initializer!.DescendantTokens().Any(token => token.ValueText == name);
    }

    /// <summary>Puts braces around each statement that has none, such as that of an <c>if</c>.</summary>
    internal sealed class Braces : FileRewriter
    {
        public override SyntaxNode? Visit(SyntaxNode? node)
        {
            SyntaxNode? visited = base.Visit(node);
            return visited is StatementSyntax statement and not (BlockSyntax or LocalFunctionStatementSyntax) && IsEmbedded(node!)
                ? SyntaxFactory.Block(statement.WithLeadingTrivia(s_space).WithTrailingTrivia(s_space)).WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(statement.GetTrailingTrivia())
                : visited;
        }

        private static bool IsEmbedded(SyntaxNode node) => !node.ContainsDirectives && node.Parent switch
        {
            IfStatementSyntax choice => choice.Statement == node,
            ElseClauseSyntax => node is not IfStatementSyntax,
            WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or UsingStatementSyntax or LockStatementSyntax => true,
            _ => false,
        };
    }

    /// <summary>Puts parentheses around arguments, initial values and awaited tasks.</summary>
    internal sealed class Parentheses : FileRewriter
    {
        public override SyntaxNode? VisitArgument(ArgumentSyntax node)
        {
            var argument = (ArgumentSyntax)base.VisitArgument(node)!;
            return argument.RefKindKeyword.IsKind(SyntaxKind.None) && IsPlain(argument.Expression) && !IsNameOf(node) ? argument.WithExpression(Parenthesized(argument.Expression)) : argument;
        }

        public override SyntaxNode? VisitEqualsValueClause(EqualsValueClauseSyntax node)
        {
            var clause = (EqualsValueClauseSyntax)base.VisitEqualsValueClause(node)!;
            return IsPlain(clause.Value) ? clause.WithValue(Parenthesized(clause.Value)) : clause;
        }

        public override SyntaxNode? VisitAwaitExpression(AwaitExpressionSyntax node)
        {
            var wait = (AwaitExpressionSyntax)base.VisitAwaitExpression(node)!;
            return IsPlain(wait.Expression) ? wait.WithExpression(Parenthesized(wait.Expression)) : wait;
        }

        private static bool IsPlain(ExpressionSyntax expression) =>
            expression is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or BaseObjectCreationExpressionSyntax or AnonymousFunctionExpressionSyntax or AwaitExpressionSyntax;

        private static bool IsNameOf(ArgumentSyntax node) => node.Parent?.Parent is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };
    }

    /// <summary>Turns the expression body of each method into a block.</summary>
    internal sealed class Blocks(SemanticModel model) : FileRewriter
    {
        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            var method = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
            if (method.ExpressionBody is not { Expression: var value } || node.ContainsDirectives || model.GetDeclaredSymbol(node) is not { } symbol)
            {
                return method;
            }

            bool returns = !symbol.ReturnsVoid && !(symbol.IsAsync && symbol.ReturnType is INamedTypeSymbol { Arity: 0 });
            StatementSyntax statement = value is ThrowExpressionSyntax thrown ? SyntaxFactory.ThrowStatement(thrown.Expression.WithLeadingTrivia(s_space))
                : returns ? SyntaxFactory.ReturnStatement(value.WithLeadingTrivia(s_space))
                : SyntaxFactory.ExpressionStatement(value);
            return method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(SyntaxFactory.Block(statement).WithTrailingTrivia(method.GetTrailingTrivia()));
        }
    }

    /// <summary>Turns the block of each method that has only one statement into an expression body.</summary>
    internal sealed class Arrows : FileRewriter
    {
        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            var method = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
            ExpressionSyntax? value = node.ContainsDirectives ? null : method.Body?.Statements switch
            {
                [ReturnStatementSyntax { Expression: { } returned }] => returned,
                [ExpressionStatementSyntax { Expression: var expression }] => expression,
                _ => null,
            };
            return value is null
                ? method
                : method.WithBody(null)
                    .WithExpressionBody(SyntaxFactory.ArrowExpressionClause(value.WithLeadingTrivia(s_space)).WithLeadingTrivia(s_space))
                    .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(method.GetTrailingTrivia()));
        }
    }
}
