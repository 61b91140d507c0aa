using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Tells whether a member that runs again (<see cref="Repetition"/>) puts a new object into a field without ending the old one.</summary>
internal static class Replacements
{
    /// <summary>Whether a member that creates an object puts it into a field although no code has ended, or may have ended, the old object.</summary>
    /// <param name="keeper">The field or property that holds the object.</param>
    /// <param name="creation">The expression that creates the new object.</param>
    /// <param name="settling">The kind of use that ends the old object, such as <see cref="Interest.InCancel"/>.</param>
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
    /// Whether a use that ends the object is in a method like <c>Pause</c>, which may run before each <c>Resume</c>, and not in one like <c>Close</c>, which
    /// ends only the last object.
    /// </summary>
    private static bool IsCounterpart(SyntaxNode act, CodeModel code) =>
        SyntaxQueries.EnclosingMember(act) is not MethodDeclarationSyntax method
        || !EndingNames.SoundLikeEnd(method.Identifier.ValueText)
        || code.SemanticModelOf(method.SyntaxTree)?.GetDeclaredSymbol(method) is IMethodSymbol handler && Repetition.HasShapeOfHandler(handler);

    /// <summary>Whether a member tests the object in a field, or passes the field by reference, as to <c>Interlocked.CompareExchange</c>.</summary>
    private static bool IsLookedAt(ISymbol keeper, SyntaxNode member, CodeModel code)
    {
        foreach (SimpleNameSyntax use in code.Uses.In(member, keeper))
        {
            SyntaxNode node = SyntaxQueries.WithParentheses(SyntaxQueries.Qualified(use));
            if (node.Parent is ArgumentSyntax { RefOrOutKeyword.RawKind: not 0 } && !IsExchanged(use, code)
                || node.Parent is BinaryExpressionSyntax or IsPatternExpressionSyntax or SwitchExpressionSyntax
                || node.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax && IsAsked(node))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a call such as <c>Interlocked.Exchange</c> puts another object into the variable, whatever the variable holds.</summary>
    private static bool IsExchanged(SimpleNameSyntax use, CodeModel code) =>
        code.Values.ExchangedFor(use) is { } value && !KeptSources.IsPutIfUnchanged(value, code);

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

    /// <summary>Whether a member calls a method on <c>this</c> or <c>base</c> that ends, or may end, the old object in the field.</summary>
    private static bool CallsSettle(SyntaxNode member, ISymbol keeper, int before, Interest settling, CodeModel code)
    {
        foreach (InvocationExpressionSyntax node in member.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (node.Expression is SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax }
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

    /// <summary>Whether a member of the type that calls the given one ends or tests the object in the field.</summary>
    private static bool CallersSettle(SyntaxNode member, ISymbol keeper, List<ObjectUse> settled, Interest settling, CodeModel code)
    {
        if (code.SemanticModelOf(member.SyntaxTree)?.GetDeclaredSymbol(member) is not IMethodSymbol called)
        {
            return false;
        }

        foreach (SimpleNameSyntax use in code.Uses.OnSameObject(called))
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
