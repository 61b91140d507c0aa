using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Tasks;

/// <summary>Where a function waits for a task that it has started and that one of its locals holds.</summary>
/// <param name="Joins">The uses of the local that wait for the task.</param>
/// <param name="IsHandedOn">Whether other code gets the task, or a nested function uses it, so that it may be waited for elsewhere.</param>
internal sealed record ScopeJoins(IReadOnlyList<SyntaxNode> Joins, bool IsHandedOn)
{
    private static readonly ScopeJoins s_none = new([], IsHandedOn: false);

    /// <summary>Gets the local that holds the task of a call; null if none does.</summary>
    public static ILocalSymbol? HolderOf(SyntaxNode start, LeakModel model) => SyntaxQueries.WithParentheses(start).Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => model.SemanticModelOf(declarator.SyntaxTree)?.GetDeclaredSymbol(declarator) as ILocalSymbol,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Parent: ExpressionStatementSyntax } => model.SemanticModelOf(name.SyntaxTree)?.GetSymbolInfo(name).Symbol as ILocalSymbol,
        _ => null,
    };

    /// <summary>Finds where a function waits for the task that a call in it starts.</summary>
    public static ScopeJoins Of(SyntaxNode start, Scope scope, LeakModel model)
    {
        if (HolderOf(start, model) is not { } task)
        {
            return s_none;
        }

        var joins = new List<SyntaxNode>();
        bool isHandedOn = false;
        foreach (SimpleNameSyntax use in model.Uses.Of(task))
        {
            if (TaskUses.IsPassive(use, model))
            {
                continue;
            }

            if (SyntaxQueries.EnclosingFunction(use) == scope.Function && model.OperationAt(use) is { } read && TaskUses.IsJoined(read, model))
            {
                joins.Add(use);
            }
            else
            {
                isHandedOn = true;
            }
        }

        return new ScopeJoins(joins, isHandedOn);
    }
}
