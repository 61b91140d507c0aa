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

/// <summary>Decides whether the function that starts a task can keep the task in a variable, and await it after it has cancelled the task's token.</summary>
internal static class JoinRemedy
{
    /// <summary>
    /// Adds <see cref="FixKind.LinkToScopeAndJoin"/> to a remedy with <see cref="FixKind.LinkToScope"/>, if the function can await the task. The token ends the
    /// waits in <paramref name="cancelled"/>.
    /// </summary>
    public static Remedy For(StartedTask task, IReadOnlyList<Wait> cancelled, Remedy remedy, LeakModel model) =>
        remedy.Fixes.IndexOf(FixKind.LinkToScope) is var link and >= 0 && PlaceFor(task, cancelled, model) is { } place
            ? remedy with { Fixes = remedy.Fixes.Insert(link + 1, FixKind.LinkToScopeAndJoin), Join = place }
            : remedy;

    /// <summary>Finds the code that starts the task; null if the task can't be kept in a variable, or if an <c>await</c> of it might never end.</summary>
    private static JoinPlace? PlaceFor(StartedTask task, IReadOnlyList<Wait> cancelled, LeakModel model)
    {
        SyntaxNode call = task.Start.Call.Syntax;

        // In a loop, the tasks would have to be kept in a list, which would hold all of them until the loop ends.
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
            return null; // a Task<Task> completes as soon as the inner task has been started
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

/// <summary>The forms of code that starts a task which no code awaits. Each value says what <see cref="JoinPlace.Node"/> is.</summary>
internal enum JoinForm
{
    /// <summary>A statement drops the <c>Task</c> that a call returns. The node is the call.</summary>
    Dropped,

    /// <summary>A statement drops the <c>ValueTask</c> that a call returns. The node is the call.</summary>
    DroppedValueTask,

    /// <summary>A declaration puts the task into a local of type <c>Task</c>. The node is the declaration.</summary>
    Local,
}

/// <summary>The code that starts a task which no code awaits.</summary>
/// <param name="Form">The form of the code.</param>
/// <param name="Node">The node that the form describes.</param>
internal readonly record struct JoinPlace(JoinForm Form, SyntaxNode Node);
