using LeakAnalyzer.Facts;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>This part of the type reads the waits of the sequences that a body enumerates.</summary>
internal sealed partial class BodyReader
{
    /// <summary>
    /// Adds the waits of the sequence that a <c>foreach</c> enumerates. Each iteration waits again, even if the sequence is created before the loop.
    /// </summary>
    private void JoinEnumerated(IForEachLoopOperation loop)
    {
        int first = _waits.Count;
        JoinSequence(loop.Collection, token: null, MostSteps);
        for (int i = first; i < _waits.Count; i++)
        {
            if (_waits[i] is { IsLoop: true } endless && HoldsYield(endless.Syntax))
            {
                _waits.RemoveAt(i--);
                _enumerated.Add((endless, loop));
                continue;
            }

            if (_waits[i] is { LoopAround: { } around } && HoldsYield(around.Syntax) && EndlessLoops.Enumerated(around, loop, model, work, Factory) is null)
            {
                _waits[i] = _waits[i] with { LoopAround = null };
            }

            if (!loop.Syntax.Span.Contains(_waits[i].Syntax.Span))
            {
                _waits[i] = _waits[i] with { IsRepeated = _waits[i].IsRepeated || LoopShapes.IsRepeated(loop.Collection, model), IsInLoop = true };
            }
        }
    }

    /// <summary>
    /// Adds the endless loops that give the items of a <c>foreach</c>, unless the <c>foreach</c> may end, or waits itself in each iteration.
    /// </summary>
    private void AddEnumerated()
    {
        foreach ((Wait endless, IForEachLoopOperation consumer) in _enumerated)
        {
            bool holdsWait = HoldsWait(consumer.Body.Syntax, static _ => true);
            if ((reader.CountsUnseen || !holdsWait) && EndlessLoops.Enumerated(endless, consumer, model, work, Factory) is { } loop)
            {
                _waits.Add(holdsWait ? loop with { Loop = loop.Loop! with { MayEndWithWait = true } } : loop);
            }
        }
    }

    /// <summary>Whether a loop has a <c>yield return</c>, so that it ends when the code that enumerates its items stops.</summary>
    private static bool HoldsYield(SyntaxNode loop)
    {
        foreach (SyntaxNode node in loop.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax))
        {
            if (node is YieldStatementSyntax { ReturnOrBreakKeyword.RawKind: (int)SyntaxKind.ReturnKeyword })
            {
                return true;
            }
        }

        return false;
    }

    private void JoinSequence(IOperation sequence, GivenToken? token, int steps)
    {
        if (steps-- == 0)
        {
            return;
        }

        switch (sequence.Unwrap())
        {
            case ILocalReferenceOperation { Local: var local }
                when model.Values.Only(local) is { } only && model.OperationAt(only) is { } value:
                JoinSequence(value, token, steps);
                break;

            case IInvocationOperation call when model.Calls.Of(call) is { Result: ResultKind.TaskOf } && call.Receiver() is { } inner:
                JoinSequence(inner, GivenToken.Or(token, TokenOf(call)), steps);
                break;
            case IInvocationOperation call when IsSequence(call.TargetMethod):
                if (model.Calls.Of(call) is { Wait: { } operation })
                {
                    AddWait(Factory.OfCall(call, operation, token));
                }
                else
                {
                    AddWaits(call, reader.ReadCall(call, token ?? GivenToken.None));
                    AddUnseen(call);
                }

                break;
            case var unseen when reader.CountsUnseen && token is { Origin.IsNeverCancelled: false }:
                AddWait(Factory.OfUnseen(unseen, unseen, token));
                break;
        }
    }

    /// <summary>Whether a method returns a sequence, so that only its enumeration waits, and not the call.</summary>
    private bool IsSequence(IMethodSymbol method) => model.Symbols.IsSequence(method.ReturnType);
}
