using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Tells whether a member that runs again (<see cref="Repetition"/>) puts a new object into a field and leaves the old one as it is. A start whose
/// counterpart settles the object is none, nor code that looks at the field first.
/// </summary>
internal static class Replacements
{
    /// <summary>Whether the member around a creation loses what the field held before.</summary>
    /// <param name="keeper">The field or property.</param>
    /// <param name="creation">The expression that makes the new object.</param>
    /// <param name="settling">What settles the old one: a cancel, a disposal.</param>
    /// <param name="code">The compilation's code.</param>
    public static bool LoseOld(ISymbol keeper, SyntaxNode creation, Interest settling, CodeModel code)
    {
        SyntaxNode member = SyntaxQueries.EnclosingMember(creation);
        if (member is not (MethodDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax)
            || creation.Parent is AssignmentExpressionSyntax assignment && assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
            || member is PropertyDeclarationSyntax { Initializer: { } initializer } && initializer.Span.Contains(creation.Span))
        {
            return false;
        }

        List<ObjectUse> settled = [.. ObjectUses.Of(WaitedObject.Of(keeper), code).Where(use => Settles(use, settling))];
        if (settled.Exists(use => member.Span.Contains(use.Act.Span) && use.Act.SyntaxTree == member.SyntaxTree) || IsLookedAt(keeper, member, code) || CallsSettle(member, keeper, settling, code))
        {
            return false;
        }

        return SyntaxQueries.IsInLoop(creation)
            || !settled.Exists(use => IsCounterpart(use.Act, code)) && !CallersSettle(member, keeper, settled, settling, code) && Repetition.RunsAgain(creation, code);
    }

    private static bool Settles(ObjectUse use, Interest settling) => settling.Of(use.Effects) is not (UseEffect.Harmless or UseEffect.Disposes);

    /// <summary>Whether code settles the object besides the end of its type, so that it belongs together with the code that makes it.</summary>
    private static bool IsCounterpart(SyntaxNode act, CodeModel code) =>
        SyntaxQueries.EnclosingMember(act) is not MethodDeclarationSyntax method
        || !EndingNames.SoundLikeEnd(method.Identifier.ValueText)
        || code.SemanticModelOf(method.SyntaxTree)?.GetDeclaredSymbol(method) is IMethodSymbol handler && Repetition.HasShapeOfHandler(handler);

    /// <summary>Whether a member asks for what the field holds before it puts something else there, or takes the old one out by reference.</summary>
    private static bool IsLookedAt(ISymbol keeper, SyntaxNode member, CodeModel code)
    {
        foreach (IdentifierNameSyntax use in code.Uses.In(member, keeper))
        {
            SyntaxNode node = SyntaxQueries.WithoutParentheses(SyntaxQueries.Qualified(use));
            if (node.Parent is ArgumentSyntax { RefOrOutKeyword.RawKind: not 0 } or BinaryExpressionSyntax or IsPatternExpressionSyntax or SwitchExpressionSyntax
                || node.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax && IsAsked(node))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a node stands in the condition of an <c>if</c> or a choice.</summary>
    private static bool IsAsked(SyntaxNode node)
    {
        for (SyntaxNode current = node; current.Parent is { } parent and not BlockSyntax; current = parent)
        {
            if (parent is IfStatementSyntax { Condition: var condition } && condition == current || parent is ConditionalExpressionSyntax { Condition: var asked } && asked == current)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a member settles the old object by a method of its own object that it calls.</summary>
    private static bool CallsSettle(SyntaxNode member, ISymbol keeper, Interest settling, CodeModel code)
    {
        foreach (InvocationExpressionSyntax node in member.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (node.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax }
                && code.OperationAt(node) is IInvocationOperation { Instance: IInstanceReferenceOperation } call
                && settling.Of(code.Calls.OnReceiver(call, ImmutableArray.Create(keeper))) is UseEffect.Ends or UseEffect.MayEnd or UseEffect.Bounds)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a caller of the member settles the old object, or looks at it, before.</summary>
    private static bool CallersSettle(SyntaxNode member, ISymbol keeper, List<ObjectUse> settled, Interest settling, CodeModel code)
    {
        if (code.SemanticModelOf(member.SyntaxTree)?.GetDeclaredSymbol(member) is not IMethodSymbol called || !VisibleWorld.IsOfTypeOnly(called))
        {
            return false;
        }

        foreach (IdentifierNameSyntax use in code.Uses.Of(called))
        {
            SyntaxNode caller = SyntaxQueries.EnclosingMember(use);
            if (caller != member
                && (settled.Exists(act => caller.Span.Contains(act.Act.Span) && act.Act.SyntaxTree == caller.SyntaxTree) || IsLookedAt(keeper, caller, code) || CallsSettle(caller, keeper, settling, code)))
            {
                return true;
            }
        }

        return false;
    }
}
