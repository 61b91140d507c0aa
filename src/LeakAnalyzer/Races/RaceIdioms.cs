using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Races;

/// <summary>Recognizes races that leave the losing operation pending on purpose and without harm.</summary>
internal static class RaceIdioms
{
    /// <summary>
    /// Whether a delay is the sleep of a loop that the other operands end, as in <c>await Task.WhenAny(_exit.Task, Task.Delay(interval))</c>. Then only
    /// the last delay is left pending.
    /// </summary>
    public static bool IsSleepOrExit(RacedOperation delay, List<IOperation> others, LeakModel model)
    {
        SyntaxNode race = delay.Race.Call.Syntax;
        if (SyntaxQueries.LoopAround(race) is not { } loop || !loop.Span.Contains(delay.Call.Syntax.Span) || others.Count == 0)
        {
            return false;
        }

        foreach (IOperation other in others)
        {
            if (!ComesOnce(other, loop, model))
            {
                return false;
            }
        }

        return AsksInLoop(delay, others, loop, model);
    }

    /// <summary>Whether the loop's condition, or an <c>if</c> in the loop, tests what may end the loop.</summary>
    private static bool AsksInLoop(RacedOperation delay, List<IOperation> others, StatementSyntax loop, LeakModel model)
    {
        foreach (SyntaxNode node in loop.DescendantNodesAndSelf())
        {
            ExpressionSyntax? asked = node switch
            {
                WhileStatementSyntax { Condition: var condition } => condition,
                DoStatementSyntax { Condition: var condition } => condition,
                ForStatementSyntax { Condition: var condition } => condition,
                IfStatementSyntax { Condition: var condition } => condition,
                _ => null,
            };
            if (asked is not null && model.OperationAt(asked) is { } question && question.DescendantsAndSelf().Any(part => IsAnswer(part, node == loop)))
            {
                return true;
            }
        }

        return false;

        bool IsAnswer(IOperation part, bool isHead) =>
            isHead && part is IFieldReferenceOperation { Field.IsConst: false } or IPropertyReferenceOperation
            || part is ILocalReferenceOperation { Local: var local } && KnownSymbols.Same(local, delay.Local)
            || !delay.Race.Call.Syntax.Span.Contains(part.Syntax.Span) && others.Exists(other => Operations.IsSameVariable(part, other));
    }

    /// <summary>
    /// Whether a race is how a stop method waits for a task until its own token is cancelled: <c>await Task.WhenAny(_executing, Task.Delay(-1,
    /// cancellationToken))</c>.
    /// </summary>
    public static bool IsStop(RacedOperation raced, Scope scope, LeakModel model)
    {
        if (raced.Wait is { For: not WaitsFor.Nothing } || raced.Wait is not null && raced.Token.IsEmpty || scope.Symbol is not { } method || SyntaxQueries.IsInLoop(raced.Race.Call.Syntax))
        {
            return false;
        }

        foreach (Canceller canceller in raced.Token.Cancellers)
        {
            if (canceller.Kind != CancellerKind.Giver || canceller.Source is not null || canceller.Symbol is not IParameterSymbol parameter || !ExtensionBlocks.HasParameter(method, parameter))
            {
                return false;
            }
        }

        return TellingNames.SoundsLikeStop(method) || CancelsBefore(raced.Race.Call.Syntax, scope, model);
    }

    private static bool CancelsBefore(SyntaxNode race, Scope scope, LeakModel model)
    {
        foreach (InvocationExpressionSyntax call in model.Functions.CancelsIn(scope.Function))
        {
            if (call.SpanStart < race.SpanStart
                && scope.EachPathPassesBefore(call, race))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a task exists before a loop and isn't replaced in the loop, as <c>_exit.Task</c>.</summary>
    private static bool ComesOnce(IOperation task, StatementSyntax loop, LeakModel model)
    {
        while (true)
        {
            switch (task.Unwrap())
            {
                case IPropertyReferenceOperation { Instance: { } instance } part when model.Calls.Of(part) is { Wait.For: WaitsFor.End }:
                    task = instance;
                    break;
                case ILocalReferenceOperation { Local: var local }:
                    return !IsWrittenIn(local, loop, model);
                case IParameterReferenceOperation { Parameter: var parameter }:
                    return !IsWrittenIn(parameter, loop, model);
                case IFieldReferenceOperation { Field: var field }:
                    return field.IsReadOnly || model.Values.Only(field) is not null;
                case IPropertyReferenceOperation { Property: { SetMethod: null, IsVirtual: false, IsAbstract: false } property }:
                    return VariableValues.GivenBy(property) is not { } given || model.OperationAt(given) is { } value && value.Unwrap() is not IInvocationOperation && ComesOnce(value, loop, model);
                default:
                    return false;
            }
        }
    }

    private static bool IsWrittenIn(ISymbol variable, SyntaxNode loop, LeakModel model)
    {
        foreach (SyntaxReference reference in variable.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree == loop.SyntaxTree && loop.Span.Contains(reference.Span))
            {
                return true;
            }
        }

        foreach (SimpleNameSyntax use in model.Uses.Of(variable))
        {
            if (SyntaxQueries.IsWritten(use, out ExpressionSyntax? value) && loop.Span.Contains(use.Span) && !(value is not null && SyntaxQueries.IsNull(value)))
            {
                return true;
            }
        }

        return false;
    }
}
