using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Complete;

/// <summary>
/// The statements that a fix puts into a <c>try</c> whose <c>finally</c> completes a signal. None of them awaits the task while it still
/// waits for the signal, because they would wait for each other.
/// </summary>
internal sealed class SignalRegion
{
    private readonly SyntaxNode _list;
    private readonly int _creationStart;

    private SignalRegion(SyntaxNode list, int creationStart, IEnumerable<StatementSyntax> statements)
    {
        _list = list;
        _creationStart = creationStart;
        Statements = [.. statements];
    }

    public IReadOnlyList<StatementSyntax> Statements { get; }

    public TextSpan Span => TextSpan.FromBounds(Statements[0].SpanStart, Statements[Statements.Count - 1].Span.End);

    /// <summary>Gets the span from the creation of the signal to the last of the statements.</summary>
    public TextSpan SpanWithCreation => TextSpan.FromBounds(_creationStart, Span.End);

    /// <summary>Whether the statements are in the outermost block of the given function.</summary>
    public bool IsOutermostOf(SyntaxNode function) => _list == function || _list.Parent == function;

    /// <summary>Finds the statements for the <c>try</c>; null if it isn't certain which ones are right.</summary>
    public static SignalRegion? Find(StartedTask task, ILocalSymbol local, ExpressionSyntax creation, SignalLife life, LeakModel model)
    {
        if (creation.FirstAncestorOrSelf<StatementSyntax>() is not { } made
            || StatementLists.Around(made) is not (BlockSyntax or CompilationUnitSyntax)
            || IsWrittenAgain(local, creation, model)
            || task.Scope.Function.DescendantNodes().Any(node => node is LabeledStatementSyntax)
            || JoinsOf(task, life, model) is not { } joins)
        {
            return null;
        }

        SyntaxNode list = StatementLists.Around(made);
        IReadOnlyList<StatementSyntax> statements = StatementLists.Of(list);
        int first = StatementLists.IndexOf(made, statements) + 1;
        int started = StatementLists.IndexOf(task.Start.Call.Syntax, statements);
        int end = joins.Select(join => StatementLists.IndexOf(join, statements)).Where(index => index >= first).DefaultIfEmpty(statements.Count).Min();
        if (first == 0 || started < first || end <= started)
        {
            return null;
        }

        if (end < statements.Count)
        {
            first = AfterDeclarations(first, end, statements);
        }

        bool coversStart = first <= started || first == started + 1 && NothingThrowsAfterStart(statements[started], task.Start.Call.Syntax, model);
        return coversStart && first < end && !NamesFunctionOf(first, end, statements)
            ? new SignalRegion(list, made.SpanStart, statements.Skip(first).Take(end - first))
            : null;
    }

    /// <summary>Whether a local that holds a signal gets another value too, so that the <c>finally</c> might complete the wrong signal.</summary>
    private static bool IsWrittenAgain(ILocalSymbol local, ExpressionSyntax creation, LeakModel model) => model.World.RegionsOf(local).Any(region =>
        SyntaxUses.Uses(local.Name, region).Exists(use => SyntaxQueries.IsWritten(use, out ExpressionSyntax? value) && value != creation));

    /// <summary>Finds the uses of the task where the function may wait for it before the signal is completed.</summary>
    /// <returns>The uses, or null if it isn't known what happens to the task.</returns>
    private static IReadOnlyCollection<SyntaxNode>? JoinsOf(StartedTask task, SignalLife life, LeakModel model)
    {
        SyntaxNode value = SyntaxQueries.WithParentheses(task.Start.Call.Syntax);
        SyntaxNode start = value.FirstAncestorOrSelf<StatementSyntax>()!;
        if (value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator })
        {
            HashSet<SyntaxNode> joins = [.. ScopeJoins.Of(task.Start.Call.Syntax, task.Scope, model).Joins];
            List<IdentifierNameSyntax> uses = SyntaxUses.Uses(declarator.Identifier.ValueText, task.Scope.Function)
                .FindAll(use => !Tracking.TaskUses.IsPassive(use, model) && !IsHandedOut(use));
            return life == SignalLife.Stuck || !uses.TrueForAll(joins.Contains) ? uses : [];
        }

        if (value.Parent is ReturnStatementSyntax || IsDropped(value, model))
        {
            return [];
        }

        return KeeperOf(value) is not { } keeper ? null : SyntaxUses.Uses(keeper, task.Scope.Function)
            .FindAll(use => !start.Span.Contains(use.Span) && !IsHandedOut(use) && (use.SpanStart > start.SpanStart || SyntaxQueries.ShareLoop(use, start)));
    }

    /// <summary>Whether the result of a call is dropped, or is passed to a helper that drops it, as in <c>RunAsync().Forget()</c>.</summary>
    private static bool IsDropped(SyntaxNode value, LeakModel model)
    {
        while (value.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && access.Expression == value)
        {
            if (access.Name.Identifier.ValueText is not ("ContinueWith" or "ConfigureAwait" or "AsTask")
                && (model.OperationAt(call) is not Microsoft.CodeAnalysis.Operations.IInvocationOperation operation || ForgetHelpers.Drops(operation, model) is null))
            {
                return false;
            }

            value = SyntaxQueries.WithParentheses(call);
        }

        return value.Parent is ExpressionStatementSyntax
            or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax };
    }

    /// <summary>Gets the name of the variable or collection in which a task is stored, or null if that isn't known.</summary>
    private static string? KeeperOf(SyntaxNode value)
    {
        for (SyntaxNode? node = value.Parent; node is not null and not StatementSyntax; node = node.Parent)
        {
            switch (node)
            {
                case VariableDeclaratorSyntax variable:
                    return variable.Identifier.ValueText;
                case AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax, Left: var target }:
                    return NameOf(target);
                case InvocationExpressionSyntax { Parent: ExpressionStatementSyntax, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Expression: var keeper } }:
                    return NameOf(keeper);
                case InitializerExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or BaseObjectCreationExpressionSyntax
                    or EqualsValueClauseSyntax or ArgumentSyntax or ArgumentListSyntax or ParenthesizedExpressionSyntax or ExpressionElementSyntax or CollectionExpressionSyntax:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        ElementAccessExpressionSyntax { Expression: var array } => NameOf(array),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Whether the use is in a <c>return</c> statement that doesn't wait for the task.</summary>
    private static bool IsHandedOut(IdentifierNameSyntax use) =>
        use.FirstAncestorOrSelf<StatementSyntax>() is ReturnStatementSyntax
        && !use.Ancestors().TakeWhile(node => node is not StatementSyntax)
            .Any(node => node is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "Result" or "GetAwaiter" });

    /// <summary>
    /// Finds the index of the first statement that can go into the <c>try</c>. It comes after the <c>using</c> declarations, and after the declarations that
    /// code after the <c>try</c> still needs.
    /// </summary>
    private static int AfterDeclarations(int first, int end, IReadOnlyList<StatementSyntax> statements)
    {
        for (int i = end - 1; i >= first; i--)
        {
            bool lasts = statements[i] is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not (int)SyntaxKind.None }
                || statements.Skip(end).Any(after => DeclaredIn(statements[i]).Any(name => SyntaxUses.Uses(name, after).Count > 0));
            if (lasts)
            {
                return i + 1;
            }
        }

        return first;
    }

    private static IEnumerable<string> DeclaredIn(StatementSyntax statement) => statement.DescendantNodesAndSelf().Select(node => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        _ => "",
    }).Where(name => name.Length > 0);

    private static bool NothingThrowsAfterStart(StatementSyntax statement, SyntaxNode start, LeakModel model) =>
        statement is LocalDeclarationStatementSyntax or ExpressionStatementSyntax
        && model.OperationAt(statement) is { } operation
        && !operation.OwnOperations().Any(own => own.Syntax != start && Throwing.MayThrow(own, model));

    /// <summary>Whether a statement outside a range refers to a local function that is declared in the range.</summary>
    private static bool NamesFunctionOf(int first, int end, IReadOnlyList<StatementSyntax> statements)
    {
        List<string> functions = [.. statements.Skip(first).Take(end - first).OfType<LocalFunctionStatementSyntax>().Select(function => function.Identifier.ValueText)];
        return statements.Where((_, index) => index < first || index >= end).Any(outside => functions.Exists(name => SyntaxUses.Uses(name, outside).Count > 0));
    }
}
