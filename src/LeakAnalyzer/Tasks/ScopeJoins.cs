using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Where a function waits for a task that it has started and that one of its locals holds.</summary>
/// <param name="Joins">The uses of the local that wait for the task.</param>
/// <param name="IsHandedOn">Whether other code gets the task, or a nested function uses it, so that it may be waited for elsewhere.</param>
internal sealed record ScopeJoins(IReadOnlyList<SyntaxNode> Joins, bool IsHandedOn)
{
    private static readonly ScopeJoins s_none = new([], IsHandedOn: false);

    /// <summary>Whether only the function itself can wait for the task of a call: a local holds the task, or it is only raced and then left.</summary>
    public static bool AreInScope(IInvocationOperation start, LeakModel model) => HolderOf(start.Syntax, model) is not null || IsOnlyRaced(start, model);

    /// <summary>Gets the local that holds the task of a call; null if none does.</summary>
    private static ILocalSymbol? HolderOf(SyntaxNode start, LeakModel model) => SyntaxQueries.WithParentheses(start).Parent switch
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

            IOperation? read = SyntaxQueries.EnclosingFunction(use) == scope.Function ? model.OperationAt(use) : null;
            if (read is not null && TaskUses.IsJoined(read, model))
            {
                joins.Add(use);
            }
            else
            {
                isHandedOn |= read is null || !IsOnlyRaced(read, model);
            }
        }

        return new ScopeJoins(joins, isHandedOn);
    }

    /// <summary>Whether a task is only an operand of a race, such as <c>await Task.WhenAny(a, b);</c>, and the winner isn't looked at.</summary>
    private static bool IsOnlyRaced(IOperation task, LeakModel model) =>
        TaskUses.ConsumerOf(task, model) is (IInvocationOperation race, _)
        && model.Calls.Of(race) is { Result: ResultKind.FirstOf }
        && TaskUses.ConsumerOf(race, model) is (IExpressionStatementOperation or IAwaitOperation { Parent: IExpressionStatementOperation }, _);
}
