using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Tasks;

/// <summary>Where a call that affects an object, such as a completion or cancellation, is in relation to a wait on the object.</summary>
internal enum ActPlace
{
    /// <summary>In the code that the task runs, and reached only when the wait has ended.</summary>
    AfterTheWait,

    /// <summary>In the code that the task runs, and maybe reached before the wait has ended.</summary>
    InTheWork,

    /// <summary>In the function that starts the task.</summary>
    InTheScope,

    /// <summary>In any other function.</summary>
    Elsewhere,
}

/// <summary>Tells where a call that affects an object is in relation to a wait on the object.</summary>
internal static class ActPlaces
{
    /// <summary>Tells where a use of an object is in relation to a wait.</summary>
    /// <param name="use">The use.</param>
    /// <param name="waited">The object: the one that the wait is on, or a source that can cancel the wait.</param>
    /// <param name="wait">The wait.</param>
    /// <param name="scope">The function that starts the task that waits.</param>
    /// <param name="model">The compilation's model.</param>
    public static ActPlace Of(ObjectUse use, WaitedObject waited, Wait wait, Scope scope, LeakModel model)
    {
        SyntaxNode act = use.Act is SimpleNameSyntax name ? SyntaxQueries.Qualified(name) : use.Act;
        SyntaxNode function = SyntaxQueries.EnclosingFunction(act);
        ActPlace other = function == scope.Function ? ActPlace.InTheScope : ActPlace.Elsewhere;
        while (function is AnonymousFunctionExpressionSyntax && !wait.Functions.Contains(function))
        {
            (act, function) = (function, SyntaxQueries.EnclosingFunction(function)); // a lambda doesn't run before the code around it has created it
        }

        int depth = wait.Functions.IndexOf(function);
        if (depth < 0)
        {
            return other;
        }

        // Not after the wait: the release of a semaphore, which may be a lock.
        return wait.For != WaitsFor.Permit && !ComesBack(act, depth, waited.IsKeptIn(use.Name) ? null : waited, wait, model) && IsAfter(act, wait.Joins[depth], function, model) ? ActPlace.AfterTheWait
            : SyntaxQueries.EnclosingFunction(use.Act) == function ? ActPlace.InTheWork
            : other;
    }

    /// <summary>Whether control can get from an act to the wait again, while the same object is waited on. Then the act may end the next iteration's wait.</summary>
    /// <param name="act">The node of the act.</param>
    /// <param name="depth">The position of the act's function in the wait's functions.</param>
    /// <param name="waited">The object; null if other code can still act on the object of an earlier iteration.</param>
    /// <param name="wait">The wait.</param>
    /// <param name="model">The compilation's model.</param>
    private static bool ComesBack(SyntaxNode act, int depth, WaitedObject? waited, Wait wait, LeakModel model)
    {
        SyntaxNode? made = waited is { Names.IsEmpty: false, Root: ILocalSymbol { DeclaringSyntaxReferences: [var reference, ..] } } ? reference.GetSyntax() : null;
        SyntaxNode? maker = made is null ? null : SyntaxQueries.EnclosingFunction(made);
        for (int i = depth; i < wait.Functions.Length; i++)
        {
            SyntaxNode function = wait.Functions[i];
            for (SyntaxNode? around = wait.Joins[i]; around is not null && around != function; around = around.Parent)
            {
                bool mayShare = SyntaxQueries.IsLoop(around) && (i > depth || around.Span.Contains(act.Span));
                if (mayShare && (around == wait.Joins[i] || !IsMadeInEachIteration(around, made)))
                {
                    return true;
                }
            }

            if (model.Functions.IsJumpedBackTo(wait.Joins[i], function, after: made is not null && SyntaxQueries.Contains(function, made) ? made : null))
            {
                return true;
            }

            if (function == maker)
            {
                break; // each call makes a new object
            }
        }

        return false;
    }

    private static bool IsMadeInEachIteration(SyntaxNode loop, SyntaxNode? made) => made is not null && SyntaxQueries.BodyOf(loop) is { } body && SyntaxQueries.Contains(body, made);

    /// <summary>Whether each path to a call passes the wait, or the loop around the wait, which is assumed to run at least once.</summary>
    private static bool IsAfter(SyntaxNode act, SyntaxNode site, SyntaxNode function, LeakModel model)
    {
        if (site is ReturnStatementSyntax)
        {
            return false; // the function returns the task without waiting for it, so that nothing in the function is after the wait
        }

        SyntaxNode passed = site;
        for (SyntaxNode? outer = site.Parent; outer is not null && outer != function; outer = outer.Parent)
        {
            passed = SyntaxQueries.IsLoop(outer) && !outer.Span.Contains(act.Span) ? outer : passed;
        }

        return model.OperationAt(site) is { } waiting
            && model.Bodies.GraphOf(function, waiting) is { } graph
            && Dominance.Dominates(graph, passed, act, operation => Throwing.MayThrow(operation, model));
    }
}
