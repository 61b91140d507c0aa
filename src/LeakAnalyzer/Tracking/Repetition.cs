using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Tells whether code runs more than once, so that an object that it assigns to a field replaces the object of the run before.</summary>
internal static class Repetition
{
    private const int MostDepth = 3;

    /// <summary>
    /// Whether code is known to run more than once: it is in a loop, a getter, an event handler or a method such as <c>Reconnect</c>, or such code calls it.
    /// </summary>
    public static bool RunsAgain(SyntaxNode node, CodeModel code) => RunsAgain(node, code, MostDepth);

    private static bool RunsAgain(SyntaxNode node, CodeModel code, int depth)
    {
        if (SyntaxQueries.IsInLoop(node))
        {
            return true;
        }

        SyntaxNode function = SyntaxQueries.EnclosingFunction(node);
        switch (function)
        {
            case AccessorDeclarationSyntax accessor:
                return accessor.IsKind(SyntaxKind.GetAccessorDeclaration);
            case PropertyDeclarationSyntax { ExpressionBody: { } body }:
                return body.Span.Contains(node.Span);
            case AnonymousFunctionExpressionSyntax lambda:
                return lambda.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } || depth > 0 && RunsAgain(lambda, code, depth - 1);
            case MethodDeclarationSyntax or LocalFunctionStatementSyntax when depth > 0
                && code.SemanticModelOf(function.SyntaxTree)?.GetDeclaredSymbol(function) is IMethodSymbol method:
                return IsEventHandler(method, code) || TellingNames.SoundsLikeAgain(method) || IsCalledAgain(method, code, depth);
            default:
                return false;
        }
    }

    /// <summary>Whether code tests a member before it replaces the object in it, as in <c>??=</c> or <c>if (_source is not null) return;</c>.</summary>
    public static bool IsGuarded(SyntaxNode replacing, ISymbol member, CodeModel code)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(replacing);
        foreach (SimpleNameSyntax use in code.Uses.In(function, member))
        {
            if (use.Parent is AssignmentExpressionSyntax assignment && assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) && assignment.Right.Span.Contains(replacing.Span))
            {
                return true;
            }

            if (use.SpanStart < replacing.SpanStart
                && use.FirstAncestorOrSelf<IfStatementSyntax>() is { } question
                && question.Condition.Span.Contains(use.Span)
                && (question.Span.Contains(replacing.Span) || Leaves(question.Statement)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Leaves(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax => true,
        BlockSyntax { Statements: [.., var last] } => Leaves(last),
        _ => false,
    };

    /// <summary>Whether a method is subscribed to an event, or has the signature of an event handler.</summary>
    private static bool IsEventHandler(IMethodSymbol method, CodeModel code)
    {
        if (HasShapeOfHandler(method))
        {
            return true;
        }

        if (!code.World.IsClosed(method))
        {
            return false;
        }

        foreach (SimpleNameSyntax use in code.Uses.Of(method))
        {
            if (SyntaxQueries.Qualified(use).Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method has the parameters of an event handler, <c>(object sender, EventArgs e)</c>, and returns nothing.</summary>
    public static bool HasShapeOfHandler(IMethodSymbol method) =>
        method is { ReturnsVoid: true, Parameters: [{ Type.SpecialType: SpecialType.System_Object }, { Type.Name: var arguments }] } && TellingNames.SoundsLikeEventArguments(arguments);

    private static bool IsCalledAgain(IMethodSymbol method, CodeModel code, int depth)
    {
        foreach (SimpleNameSyntax use in code.Uses.OnSameObject(method))
        {
            if (SyntaxQueries.Qualified(use).Parent is InvocationExpressionSyntax call && RunsAgain(call, code, depth - 1))
            {
                return true;
            }
        }

        return false;
    }
}
