using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>Tells whether a scope can keep a task and await it after it has cancelled it.</summary>
internal static class JoinRemedy
{
    /// <summary>Adds the join to a remedy that links to the scope, where the task can be joined.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancelled">The waits that the scope's token ends.</param>
    /// <param name="remedy">The remedy for them.</param>
    /// <param name="model">The compilation's model.</param>
    public static Remedy For(StartedTask task, IReadOnlyList<Wait> cancelled, Remedy remedy, LeakModel model) =>
        remedy.Fixes.IndexOf(FixKind.LinkToScope) is var link and >= 0 && PlaceFor(task, cancelled, model) is { } place
            ? remedy with { Fixes = remedy.Fixes.Insert(link + 1, FixKind.LinkToScopeAndJoin), Join = place }
            : remedy;

    /// <summary>The start of the task; null where the task can't be kept there, or where awaiting it might never end.</summary>
    private static JoinPlace? PlaceFor(StartedTask task, IReadOnlyList<Wait> cancelled, LeakModel model)
    {
        SyntaxNode call = task.Start.Call.Syntax;

        // Tasks that a loop starts would have to be kept in a list, which would hold each of them until the loop ends.
        return task.Scope.IsAsync
            && task.Start.FaultFate == FaultFate.KeptInTask
            && !SyntaxQueries.IsInLoop(call)
            && task.Waits.All(governed => governed.Governor == Governor.Bound || cancelled.Contains(governed.Wait))
            && FormOf(task, model) is var (form, place)
                ? new JoinPlace(form, place)
                : null;
    }

    private static (JoinForm Form, SyntaxNode Place)? FormOf(StartedTask task, LeakModel model)
    {
        SyntaxNode call = task.Start.Call.Syntax;
        if (task.Start.Call.Type is not INamedTypeSymbol type || type.TypeArguments.Any(model.Symbols.IsTask))
        {
            return null; // the task of a task is done when that has begun
        }

        switch (call.Parent)
        {
            case ExpressionStatementSyntax:
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax } when !IsDeclaredIn("_", task.Scope.Function):
                return model.Symbols.IsReferenceTask(type) ? (JoinForm.Dropped, call)
                    : model.Symbols.IsTask(type) ? (JoinForm.DroppedValueTask, call)
                    : null;

            case EqualsValueClauseSyntax
            {
                Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement } } declarator,
            }:
                return model.SemanticModelOf(call.SyntaxTree)?.GetDeclaredSymbol(declarator) is ILocalSymbol { RefKind: RefKind.None, Type: var declared }
                    && KnownSymbols.Same(declared, model.Symbols.Task)
                    && DeclarationsOf(declarator.Identifier.ValueText, task.Scope.Function) == 1
                        ? (JoinForm.Local, statement)
                        : null;

            default:
                return null;
        }
    }

    private static bool IsDeclaredIn(string name, SyntaxNode function) => DeclarationsOf(name, function) > 0;

    /// <summary>How many variables of a name a function and those in it declare.</summary>
    private static int DeclarationsOf(string name, SyntaxNode function) => function.DescendantNodes().Count(node => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText == name,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText == name,
        ParameterSyntax parameter => parameter.Identifier.ValueText == name,
        ForEachStatementSyntax loop => loop.Identifier.ValueText == name,
        CatchDeclarationSyntax handler => handler.Identifier.ValueText == name,
        _ => false,
    });
}

/// <summary>How a task that nobody joins stands in the code.</summary>
internal enum JoinForm
{
    /// <summary>The node is the call, in a statement that drops its task.</summary>
    Dropped,

    /// <summary>The node is the call, in a statement that drops its <c>ValueTask</c>.</summary>
    DroppedValueTask,

    /// <summary>The node is the declaration of a local of type <c>Task</c> that is never joined.</summary>
    Local,
}

/// <summary>Where a task is started that can be kept and awaited once it is cancelled: nothing else holds it.</summary>
/// <param name="Form">How it stands there.</param>
/// <param name="Node">The node that the form speaks of.</param>
internal readonly record struct JoinPlace(JoinForm Form, SyntaxNode Node);
