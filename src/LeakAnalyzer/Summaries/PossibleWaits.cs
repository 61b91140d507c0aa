using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Tells by names alone whether a source method may wait or loop for ever, by itself or by what it calls: to bind a body costs far more than to read
/// its names, and few methods wait. Methods are told apart by their names and the number of their parameters, so that some are bound in vain.
/// </summary>
/// <param name="model">The compilation's model.</param>
/// <param name="mostBlockingCalls">How many blocking calls deep waits are followed.</param>
internal sealed class PossibleWaits(LeakModel model, int mostBlockingCalls)
{
    private readonly Lazy<NamedMethods> _methods = new(() => new NamedMethods(model));

    /// <summary>Whether a method may wait.</summary>
    /// <param name="method">Its declaration.</param>
    /// <param name="blockingCallsLeft">How many more blocking calls deep its waits are followed.</param>
    public bool In(MethodDeclarationSyntax method, int blockingCallsLeft) =>
        _methods.Value.Find(method) is not { } named || DistanceOf(named) <= blockingCallsLeft;

    /// <summary>The least number of blocking calls between a method and a wait; more than are followed where there is none.</summary>
    private int DistanceOf(NamedMethod method)
    {
        if (method.Distance is { } known)
        {
            return known;
        }

        int distance = mostBlockingCalls + 1;
        var reached = new HashSet<NamedMethod> { method };
        var level = new Stack<NamedMethod>(reached);
        for (int depth = 0; depth < distance && level.Count > 0; depth++)
        {
            var below = new Stack<NamedMethod>();
            while (level.Count > 0 && depth < distance)
            {
                NamedMethod next = level.Pop();
                if (next.Distance is { } rest)
                {
                    distance = Math.Min(distance, depth + rest);
                }
                else if (next.Names.MayWait)
                {
                    distance = depth;
                }
                else
                {
                    foreach (NamedMethod called in next.Names.Called)
                    {
                        if (reached.Add(called))
                        {
                            (called.Blocks ? below : level).Push(called);
                        }
                    }
                }
            }

            level = below;
        }

        method.Distance = distance;
        return distance;
    }
}
