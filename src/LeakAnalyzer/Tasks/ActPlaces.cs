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
    public static ActPlace Of(ObjectUse use, Wait wait, Scope scope, LeakModel model)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(use.Act);
        int depth = wait.Functions.IndexOf(function);
        if (depth < 0)
        {
            return function == scope.Function ? ActPlace.InTheScope : ActPlace.Elsewhere;
        }

        // Not after the wait: the release of a semaphore, which may be a lock, and a call in the same loop, which may end the next iteration's wait.
        SyntaxNode site = wait.Joins[depth];
        bool shareLoop = site is StatementSyntax ? site.Span.Contains(use.Act.Span) : SyntaxQueries.ShareLoop(site, use.Act);
        return wait.For != WaitsFor.Permit && !shareLoop && IsAfter(use.Act, site, function, model) ? ActPlace.AfterTheWait : ActPlace.InTheWork;
    }

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
            passed = SyntaxQueries.IsLoop(outer) ? outer : passed;
        }

        return model.OperationAt(site) is { } waiting
            && model.Bodies.GraphOf(function, waiting) is { } graph
            && Dominance.Dominates(graph, passed, act, operation => Throwing.MayThrow(operation, model));
    }
}
