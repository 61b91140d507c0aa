using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Where an act on an object (a call that completes, cancels or otherwise affects it) is, relative to a wait on the object. The work is the code that
/// the started task runs, including the wait. The scope is the function that starts the task.
/// </summary>
internal enum ActPlace
{
    /// <summary>In the code that the task runs (the work), after the wait: the act is reached only when the wait has ended.</summary>
    AfterTheWait,

    /// <summary>In the code that the task runs (the work), at a place that may be reached before the wait has ended.</summary>
    InTheWork,

    /// <summary>In the function that starts the task (the scope). Its control flow graph tells which paths reach the act.</summary>
    InTheScope,

    /// <summary>In a function that is neither the function that starts the task (the scope) nor one that the task runs (the work).</summary>
    Elsewhere,
}

/// <summary>
/// Tells where an act on an object is, relative to a wait on the object (see <see cref="ActPlace"/>). The act is after the wait if the wait dominates
/// the act in the control flow graph.
/// </summary>
internal static class ActPlaces
{
    /// <summary>Gets where a use of an object is, relative to a wait on the object.</summary>
    public static ActPlace Of(ObjectUse use, Wait wait, Scope scope, LeakModel model)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(use.Act);
        int depth = wait.Functions.IndexOf(function);
        if (depth < 0)
        {
            return function == scope.Function ? ActPlace.InTheScope : ActPlace.Elsewhere;
        }

        // Two kinds of acts are InTheWork even after the wait. One is the release of a semaphore: such a semaphore is used as a lock. The other is an
        // act in the same loop as the wait: it is reached when one item arrives, and may then end the wait for the next item.
        SyntaxNode site = wait.Joins[depth];
        bool shareLoop = site is StatementSyntax ? site.Span.Contains(use.Act.Span) : SyntaxQueries.ShareLoop(site, use.Act);
        return wait.For != WaitsFor.Permit && !shareLoop && IsAfter(use.Act, site, function, model) ? ActPlace.AfterTheWait : ActPlace.InTheWork;
    }

    /// <summary>
    /// Whether each path to an act passes the wait. If a loop contains the wait but not the act, it is enough that each path passes the loop, which
    /// is assumed to run at least once.
    /// </summary>
    private static bool IsAfter(SyntaxNode act, SyntaxNode site, SyntaxNode function, LeakModel model)
    {
        if (site is ReturnStatementSyntax)
        {
            return false; // the function returns the task without waiting for it, so that nothing in the function is after the wait
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
