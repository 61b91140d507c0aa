using LeakAnalyzer.Facts;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
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
            if (!loop.Syntax.Span.Contains(_waits[i].Syntax.Span))
            {
                _waits[i] = _waits[i] with { IsRepeated = _waits[i].IsRepeated || LoopShapes.IsRepeated(loop.Collection, model), IsInLoop = true };
            }
        }
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
