using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Model;

/// <summary>What the expression that makes a channel tells of those who write to it.</summary>
internal static class ChannelCreation
{
    /// <summary>Whether the writes of a started task can fill a channel, so that one of them waits for a reader.</summary>
    /// <param name="creation">The expression that makes the channel.</param>
    /// <param name="write">The write.</param>
    /// <param name="start">The call that starts the task.</param>
    public static bool CanBeFilled(ExpressionSyntax creation, Wait write, SyntaxNode start) =>
        !NeverMakesWritersWait(creation)
        && (write.IsInLoop || SyntaxQueries.IsInLoop(start) && !SyntaxQueries.ShareLoop(start, creation));

    /// <summary>Whether a channel has no bound, or drops something where it is full.</summary>
    public static bool NeverMakesWritersWait(ExpressionSyntax creation) =>
        creation is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var factory }, ArgumentList.Arguments: var arguments }
        && (factory.StartsWith("CreateUnbounded", StringComparison.Ordinal)
            || factory == "CreateBounded" && arguments is [{ Expression: BaseObjectCreationExpressionSyntax { Initializer: { } options } }, ..] && DropsItems(options));

    private static bool DropsItems(InitializerExpressionSyntax options)
    {
        foreach (ExpressionSyntax option in options.Expressions)
        {
            if (option is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "FullMode" }, Right: var mode })
            {
                return mode is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" };
            }
        }

        return false;
    }
}
