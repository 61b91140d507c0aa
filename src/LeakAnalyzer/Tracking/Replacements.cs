using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Tells whether a member that runs again (<see cref="Repetition"/>) puts a new object into a field and doesn't settle the old object. To settle an
/// object is to end the object, or to do something that may end it. A member that tests the field doesn't count, and neither does one that has a
/// counterpart which settles the object, such as a method <c>Pause</c> for a method <c>Resume</c>.
/// </summary>
internal static class Replacements
{
    /// <summary>
    /// Whether the member around a creation replaces the object in a field, while the old object isn't settled (ended, or possibly ended) yet.
    /// </summary>
    /// <param name="keeper">The field or property.</param>
    /// <param name="creation">The expression that creates the new object.</param>
    /// <param name="settling">The question which uses settle the old object, such as the uses that cancel a source.</param>
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
        if (settled.Exists(use => SyntaxQueries.Contains(member, use.Act)) || IsLookedAt(keeper, member, code) || CallsSettle(member, keeper, creation.SpanStart, settling, code))
        {
            return false;
        }

        return SyntaxQueries.IsInLoop(creation)
            || !settled.Exists(use => IsCounterpart(use.Act, code)) && !CallersSettle(member, keeper, settled, settling, code) && Repetition.RunsAgain(creation, code);
    }

    private static bool Settles(ObjectUse use, Interest settling) => settling.Of(use.Effects) is not (UseEffect.Harmless or UseEffect.Disposes);

    /// <summary>
    /// Whether an act that settles the object is outside the methods that sound like the end of the type, so that the act is a counterpart of the
    /// code that creates the object. An event handler counts as a counterpart whatever its name is.
    /// </summary>
    private static bool IsCounterpart(SyntaxNode act, CodeModel code) =>
        SyntaxQueries.EnclosingMember(act) is not MethodDeclarationSyntax method
        || !EndingNames.SoundLikeEnd(method.Identifier.ValueText)
        || code.SemanticModelOf(method.SyntaxTree)?.GetDeclaredSymbol(method) is IMethodSymbol handler && Repetition.HasShapeOfHandler(handler);

    /// <summary>Whether a member tests the object in a field, or passes the field by reference, such as to <c>Interlocked.Exchange</c>.</summary>
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

    /// <summary>Whether a node is in the condition of an <c>if</c> statement or of a conditional expression.</summary>
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

    /// <summary>
    /// Whether a member calls a method on <c>this</c> or <c>base</c> that settles the object in the field. A method that settles the object on some
    /// paths only counts if it is called before the new object is created, or if its name sounds like an end.
    /// </summary>
    private static bool CallsSettle(SyntaxNode member, ISymbol keeper, int before, Interest settling, CodeModel code)
    {
        foreach (InvocationExpressionSyntax node in member.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (node.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax }
                && code.OperationAt(node) is IInvocationOperation { Instance: IInstanceReferenceOperation } call)
            {
                switch (settling.Of(code.Calls.OnReceiver(call, ImmutableArray.Create(keeper))))
                {
                    case UseEffect.Ends or UseEffect.Bounds:
                    case UseEffect.MayEnd when node.SpanStart < before || EndingNames.SoundLikeEnd(call.TargetMethod.Name):
                        return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a caller of the member settles or tests the object in the field. Returns false if code other than the member's own type can call the
    /// member.
    /// </summary>
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
                && (settled.Exists(act => SyntaxQueries.Contains(caller, act.Act)) || IsLookedAt(keeper, caller, code) || CallsSettle(caller, keeper, int.MaxValue, settling, code)))
            {
                return true;
            }
        }

        return false;
    }
}
