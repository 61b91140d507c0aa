using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Tells, mostly by names, whether a source method may wait or loop for ever, itself or in a method that it calls. Binding a body costs far more than
/// reading its names, and few methods wait.
/// </summary>
/// <param name="model">The compilation's model.</param>
/// <param name="mostBlockingCalls">The greatest number of nested blocking calls through which a wait is looked for.</param>
internal sealed class PossibleWaits(LeakModel model, int mostBlockingCalls)
{
    private readonly Lazy<NamedMethods> _methods = new(() => new NamedMethods(model));

    /// <summary>Whether a method may wait, itself or through at most <paramref name="blockingCallsLeft"/> nested blocking calls.</summary>
    /// <param name="method">The method's declaration.</param>
    /// <param name="blockingCallsLeft">The number of further nested blocking calls through which a wait is looked for.</param>
    public bool In(MethodDeclarationSyntax method, int blockingCallsLeft) =>
        _methods.Value.Find(method) is not { } named || DistanceOf(named) <= blockingCallsLeft;

    /// <summary>Whether a method may wait or may start a task that waits; true for local functions and others without a method declaration.</summary>
    public bool In(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is not [var reference, ..] || reference.GetSyntax() is not MethodDeclarationSyntax declaration || In(declaration, mostBlockingCalls);

    /// <summary>Gets the least number of nested blocking calls through which a method reaches a wait, <c>mostBlockingCalls + 1</c> if there is none.</summary>
    private int DistanceOf(NamedMethod method)
    {
        if (method.Distance is { } known)
        {
            return known;
        }

        int none = mostBlockingCalls + 1;
        int distance = none;
        var reached = new HashSet<NamedMethod> { method };
        var followed = new HashSet<NamedCall>();
        var level = new Stack<NamedMethod>(reached);
        NamedMethod[] joined = [];
        for (int depth = 0; depth < distance && level.Count > 0; depth++)
        {
            // These methods must be bound to find out whether they wait. They come last, because another method may make that unnecessary.
            var unsure = new Stack<NamedMethod>();
            var below = new Stack<NamedMethod>();
            while (depth < distance && (level.Count > 0 || unsure.Count > 0))
            {
                bool isLast = level.Count == 0;
                NamedMethod next = isLast ? unsure.Pop() : level.Pop();
                if (next.Distance is { } rest)
                {
                    distance = Math.Min(distance, depth + rest);
                }
                else if (!isLast && next.Names is { OwnWait: OwnWait.ByName } or { MayCallItself: true })
                {
                    unsure.Push(next);
                }
                else if (next.MayWait)
                {
                    distance = depth;
                }
                else
                {
                    Follow(next, reached, followed, level, below);
                }
            }

            joined = depth == 0 ? [.. reached.Except(below)] : joined;
            level = below;
        }

        // If no wait was found, the methods reached without a blocking call don't wait either: all that they reach has been searched.
        foreach (NamedMethod other in distance == none ? joined : [])
        {
            other.Distance = none;
        }

        method.Distance = distance;
        return distance;
    }

    /// <summary>Adds the methods that a method may call to those that are to be searched, if they haven't been reached yet.</summary>
    private static void Follow(NamedMethod method, HashSet<NamedMethod> reached, HashSet<NamedCall> followed, Stack<NamedMethod> level, Stack<NamedMethod> below)
    {
        foreach (NamedCall call in method.Names.Called)
        {
            foreach (NamedMethod called in followed.Add(call) ? call.Methods : [])
            {
                if (called.Takes(call.Arguments) && reached.Add(called))
                {
                    (called.Blocks ? below : level).Push(called);
                }
            }
        }
    }
}
