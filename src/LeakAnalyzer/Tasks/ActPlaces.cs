using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Tasks;

/// <summary>Where an act on an object is, relative to a wait on it.</summary>
internal enum ActPlace
{
    /// <summary>After the wait, in the work that waits: it is reached only when the wait has ended.</summary>
    AfterTheWait,

    /// <summary>In the work that waits, where it may be reached without the wait.</summary>
    InTheWork,

    /// <summary>In the scope itself, where the control flow graph tells which paths reach it.</summary>
    InTheScope,

    /// <summary>In another function.</summary>
    Elsewhere,
}

/// <summary>Tells where acts stand. "After" is asked of the control flow graph: the wait dominates the act.</summary>
internal static class ActPlaces
{
    /// <summary>Where a use of an object is, relative to a wait on it.</summary>
    public static ActPlace Of(ObjectUse use, Wait wait, Scope scope, LeakModel model)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(use.Act);
        int depth = wait.Functions.IndexOf(function);
        if (depth < 0)
        {
            return function == scope.Function ? ActPlace.InTheScope : ActPlace.Elsewhere;
        }

        // A semaphore that the work releases is a lock; and an item that comes may lead to what stands in the same loop.
        SyntaxNode site = wait.Joins[depth];
        bool shareLoop = site is StatementSyntax ? site.Span.Contains(use.Act.Span) : SyntaxQueries.ShareLoop(site, use.Act);
        return wait.For != WaitsFor.Permit && !shareLoop && IsAfter(use.Act, site, function, model) ? ActPlace.AfterTheWait : ActPlace.InTheWork;
    }

    /// <summary>Whether an act is reached only by passing the wait, or the loop that holds it and not the act, as if that had at least one iteration.</summary>
    private static bool IsAfter(SyntaxNode act, SyntaxNode site, SyntaxNode function, LeakModel model)
    {
        if (site is ReturnStatementSyntax)
        {
            return false; // the task is handed out, and the function goes on to its end without it
        }

        SyntaxNode passed = site;
        for (SyntaxNode? outer = site.Parent; outer is not null && outer != function; outer = outer.Parent)
        {
            passed = SyntaxQueries.IsLoop(outer) ? outer : passed;
        }

        return model.OperationAt(site) is { } waiting
            && model.Bodies.GraphOf(function, waiting) is { } graph
            && Dominance.Dominates(graph, passed, act, operation => Throwing.MayThrow(operation, model));
    }
}
