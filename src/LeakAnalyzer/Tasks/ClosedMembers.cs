using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Tells which members that a loop uses somebody may close, so that the loop's calls throw and leave it.</summary>
internal static class ClosedMembers
{
    /// <summary>The exits of a loop without the members that nobody closes: the type makes what they hold, and no code that can name them ends it.</summary>
    public static LoopExits WithoutUnclosed(LoopExits exits, LeakModel model) =>
        exits with { ClosableMembers = exits.ClosableMembers.RemoveAll(member => !MayBeClosed(member, model)) };

    /// <summary>Whether some code closes, by the name of what it calls, the object that a member holds.</summary>
    public static bool IsClosedByName(ISymbol member, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in model.Uses.Of(member))
        {
            if (SyntaxQueries.WithoutParentheses(SyntaxQueries.Qualified(use)).Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax && MayClose(use, model))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayBeClosed(ISymbol member, LeakModel model)
    {
        if (!model.World.IsClosed(member) || !model.Values.HoldsOnlyNew(member))
        {
            return true;
        }

        foreach (IdentifierNameSyntax use in model.Uses.Of(member))
        {
            if (!SyntaxQueries.IsWritten(use, out _) && MayClose(use, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether what a member holds may be ended by a use of it: by a method that sounds like it, or by code that gets it.</summary>
    private static bool MayClose(IdentifierNameSyntax use, LeakModel model)
    {
        SyntaxNode node = SyntaxQueries.WithoutParentheses(SyntaxQueries.Qualified(use));
        return node.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == node => EndingNames.Include(access.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } =>
                EndingNames.Include(binding.Name.Identifier.ValueText),
            BinaryExpressionSyntax or IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => false,
            ArgumentSyntax argument => model.OperationAt(argument) is not IArgumentOperation { Parent: IInvocationOperation call } || model.Calls.Of(call) is not { OnArguments: Effect.None },
            _ => true,
        };
    }
}
