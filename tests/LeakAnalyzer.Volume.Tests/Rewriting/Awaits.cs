using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Rewrites that change how a task is awaited, but not what happens.</summary>
internal static class Awaits
{
    private static readonly SyntaxTrivia s_space = SyntaxFactory.Space;

    /// <summary>Awaits each task with <c>ConfigureAwait(false)</c>.</summary>
    internal sealed class Configured(SemanticModel model) : FileRewriter
    {
        public override SyntaxNode? VisitAwaitExpression(AwaitExpressionSyntax node)
        {
            var wait = (AwaitExpressionSyntax)base.VisitAwaitExpression(node)!;
            if (!TypeTexts.IsTask(model.GetTypeInfo(node.Expression).Type))
            {
                return wait;
            }

            ExpressionSyntax task = wait.Expression is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax ? wait.Expression.WithoutTrailingTrivia() : Parenthesized(wait.Expression);
            return wait.WithExpression(SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task, SyntaxFactory.IdentifierName("ConfigureAwait")),
                SyntaxFactory.ArgumentList([SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression))])).WithTrailingTrivia(wait.Expression.GetTrailingTrivia()));
        }
    }

    /// <summary>Turns each async method that only awaits a task into a method that returns the task.</summary>
    internal sealed class Elided(SemanticModel model) : FileRewriter
    {
        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            var method = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
            int keyword = method.Modifiers.IndexOf(SyntaxKind.AsyncKeyword);
            return keyword >= 0
                && node.ExpressionBody?.Expression is AwaitExpressionSyntax { Expression: var task }
                && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(task).Type, model.GetTypeInfo(node.ReturnType).Type)
                && method.ExpressionBody is { Expression: AwaitExpressionSyntax { Expression: var returned } } body
                    ? method.WithModifiers(method.Modifiers.RemoveAt(keyword)).WithExpressionBody(body.WithExpression(returned)).WithLeadingTrivia(method.GetLeadingTrivia())
                    : method;
        }

        public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
        {
            var lambda = (ParenthesizedLambdaExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!;
            return node.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword)
                && node.ExpressionBody is AwaitExpressionSyntax { Expression: var task }
                && model.GetSymbolInfo(node).Symbol is IMethodSymbol { ReturnType: var type } && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(task).Type, type)
                && lambda.ExpressionBody is AwaitExpressionSyntax { Expression: var returned }
                    ? lambda.WithAsyncKeyword(default).WithExpressionBody(returned).WithLeadingTrivia(lambda.GetLeadingTrivia())
                    : lambda;
        }
    }

    /// <summary>
    /// Moves each awaited call of an instance method into a private helper. The helper itself passes <c>CancellationToken.None</c>, because the rules respect
    /// it only directly at a wait.
    /// </summary>
    internal sealed class Extracted(SemanticModel model) : FileRewriter
    {
        private readonly Stack<List<MemberDeclarationSyntax>> _helpers = new();
        private int _count;

        public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node)
        {
            _helpers.Push([]);
            var type = (ClassDeclarationSyntax)base.VisitClassDeclaration(node)!;
            return type.AddMembers([.. _helpers.Pop()]);
        }

        public override SyntaxNode? VisitAwaitExpression(AwaitExpressionSyntax node)
        {
            var wait = (AwaitExpressionSyntax)base.VisitAwaitExpression(node)!;
            if (_helpers.Count == 0
                || node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not ClassDeclarationSyntax
                || node.Expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name: IdentifierNameSyntax } } call
                || model.GetTypeInfo(receiver).Type is not { } receiverType || model.GetSymbolInfo(receiver).Symbol is INamedTypeSymbol || receiver is BaseExpressionSyntax
                || model.GetSymbolInfo(call).Symbol is not IMethodSymbol { IsStatic: false, MethodKind: not MethodKind.DelegateInvoke }
                || !TypeTexts.IsTask(model.GetTypeInfo(call).Type)
                || call.ArgumentList.Arguments.Any(argument => argument is { NameColon: not null } or { RefKindKeyword.RawKind: not 0 } || model.GetTypeInfo(argument.Expression).Type is null)
                || wait.Expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var newReceiver } made } moved)
            {
                return wait;
            }

            bool[] stays = [.. call.ArgumentList.Arguments.Select(argument => !IsNone(argument.Expression))];
            ITypeSymbol[] types = [receiverType, .. call.ArgumentList.Arguments.Where((_, i) => stays[i]).Select(argument => model.GetTypeInfo(argument.Expression).Type!)];
            ITypeSymbol result = model.GetTypeInfo(call).Type!;
            if (!types.Append(result).All(TypeTexts.IsNameable))
            {
                return wait;
            }

            string helper = $"Extracted{_count++}";
            IEnumerable<string> parameters = types.Select((type, i) => $"{TypeTexts.Of(type)} p{i}");
            IEnumerable<string> arguments = stays.Select((isPassed, i) => isPassed ? $"p{stays[..(i + 1)].Count(other => other)}" : "global::System.Threading.CancellationToken.None");
            string name = ((MemberAccessExpressionSyntax)made.WithExpression(SyntaxFactory.IdentifierName("p0"))).Name.ToString();
            _helpers.Peek().Add(SyntaxFactory.ParseMemberDeclaration(
                $"private static {TypeTexts.Of(result)} {helper}({string.Join(", ", parameters)}) => p0.{name}({string.Join(", ", arguments)});\n")!);
            return wait.WithExpression(SyntaxFactory.InvocationExpression(
                SyntaxFactory.IdentifierName(helper).WithLeadingTrivia(s_space),
                SyntaxFactory.ArgumentList([SyntaxFactory.Argument(newReceiver.WithoutTrivia()), .. moved.ArgumentList.Arguments.Where((_, i) => stays[i])])).WithTrailingTrivia(moved.GetTrailingTrivia()));
        }

        private bool IsNone(ExpressionSyntax argument) =>
            model.GetSymbolInfo(argument).Symbol is IPropertySymbol { Name: nameof(CancellationToken.None), ContainingType.Name: nameof(CancellationToken) };
    }
}
