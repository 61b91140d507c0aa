using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Tells which of the fields and properties that a loop uses hold an object that some code may close. Once the object is closed, the loop's calls on
/// it throw, and the exception leaves the loop.
/// </summary>
internal static class ClosedMembers
{
    /// <summary>
    /// Removes, from what may end a loop, the members whose objects no code closes. Such a member holds only new objects that the project's code
    /// creates, and no use of the member may close the object.
    /// </summary>
    public static LoopExits WithoutUnclosed(LoopExits exits, LeakModel model) =>
        exits with { ClosableMembers = exits.ClosableMembers.RemoveAll(member => !MayBeClosed(member, model)) };

    /// <summary>Whether some code calls a method such as <c>Close</c>, whose name sounds like an end, on the object that a member holds.</summary>
    public static bool IsClosedByName(ISymbol member, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in model.Uses.Of(member))
        {
            if (ClosesByName(use, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a use of a member calls a method such as <c>Close</c>, whose name sounds like an end, on the object that the member holds.
    /// </summary>
    public static bool ClosesByName(IdentifierNameSyntax use, LeakModel model) =>
        SyntaxQueries.WithParentheses(SyntaxQueries.Qualified(use)).Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax && MayClose(use, model);

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

    /// <summary>
    /// Whether a use of a member may close the object that the member holds: the use calls a method such as <c>Close</c>, whose name sounds like an
    /// end, or passes the object to code that may close it.
    /// </summary>
    private static bool MayClose(IdentifierNameSyntax use, LeakModel model)
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
