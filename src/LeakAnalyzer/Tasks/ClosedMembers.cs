using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Tells which fields and properties hold an object that some code may close. A loop that calls such an object then ends by an exception.
/// </summary>
internal static class ClosedMembers
{
    /// <summary>Removes the members whose objects no code closes from those that may end a loop.</summary>
    public static LoopExits WithoutUnclosed(LoopExits exits, LeakModel model) =>
        exits with { ClosableMembers = exits.ClosableMembers.RemoveAll(member => !MayBeClosed(member, model)) };

    /// <summary>Whether some code calls a method such as <c>Close</c> on the object that a member holds.</summary>
    public static bool IsClosedByName(ISymbol member, LeakModel model)
    {
        foreach (SimpleNameSyntax use in model.Uses.Of(member))
        {
            if (ClosesByName(use, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a use of a member calls a method such as <c>Close</c> on the object that the member holds.</summary>
    public static bool ClosesByName(SimpleNameSyntax use, LeakModel model) =>
        SyntaxQueries.WithParentheses(SyntaxQueries.Qualified(use)).Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax && MayClose(use, model);

    private static bool MayBeClosed(ISymbol member, LeakModel model)
    {
        if (!model.World.IsClosed(member) || !model.Values.HoldsOnlyNew(member))
        {
            return true;
        }

        foreach (SimpleNameSyntax use in model.Uses.Of(member))
        {
            if (!SyntaxQueries.IsWritten(use, out _) && MayClose(use, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a use of a member may close the object, by a method such as <c>Close</c> or by passing it on.</summary>
    private static bool MayClose(SimpleNameSyntax use, LeakModel model)
    {
        SyntaxNode node = SyntaxQueries.WithParentheses(SyntaxQueries.Qualified(use));
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
