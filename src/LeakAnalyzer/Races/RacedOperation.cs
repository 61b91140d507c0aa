using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Races;

/// <summary>How a race leaves its losers.</summary>
internal enum RaceKind
{
    /// <summary>It completes with its first operand: <c>Task.WhenAny</c>, <c>Task.WaitAny</c>.</summary>
    FirstOf,

    /// <summary>It gives up after a time: <c>WaitAsync(timeout)</c>.</summary>
    GivesUpAfterTime,

    /// <summary>It gives up when a token is cancelled: <c>WaitAsync(token)</c>.</summary>
    GivesUpByToken,
}

/// <summary>A call that waits for one of several tasks, or for one task and a time or token.</summary>
/// <param name="Call">The call.</param>
/// <param name="Kind">How it leaves its losers.</param>
/// <param name="Operands">The raced tasks, as they are written there.</param>
internal sealed record Race(IInvocationOperation Call, RaceKind Kind, IReadOnlyList<IOperation> Operands)
{
    /// <summary>The race as a reader calls it.</summary>
    public string Name => Kind == RaceKind.FirstOf ? $"Task.{Call.TargetMethod.Name}" : Call.TargetMethod.Name;

    /// <summary>The race that a call is; null where it is none.</summary>
    public static Race? Of(IInvocationOperation call, LeakModel model)
    {
        switch (model.Calls.Of(call))
        {
            case { Result: ResultKind.FirstOf }:
                return new Race(call, RaceKind.FirstOf, OperandsOf(call));

            case { GivesUp: true } when call.Instance is { } receiver && model.Symbols.IsReferenceTask(call.TargetMethod.ContainingType):
                RaceKind kind = Operations.HasTimeout(call, model) ? RaceKind.GivesUpAfterTime : RaceKind.GivesUpByToken;
                return new Race(call, kind, [receiver]);

            default:
                return null;
        }
    }

    /// <summary>A raced task without conversions to <c>Task</c>: a call, or a local.</summary>
    public static IOperation Strip(IOperation operand, LeakModel model) => operand.WithoutWrappers(model);

    /// <summary>All raced tasks without their conversions; of an array or list that a local holds, each task.</summary>
    public IEnumerable<IOperation> Tasks(LeakModel model)
    {
        foreach (IOperation operand in Operands)
        {
            IOperation task = Strip(operand, model);
            bool any = false;
            if (task is ILocalReferenceOperation { Local: var local } && !model.Symbols.IsTask(local.Type)
                && model.Values.Only(local) is { } only && model.OperationAt(only) is { } value)
            {
                foreach (IOperation element in Operations.Elements(value))
                {
                    any = true;
                    yield return Strip(element, model);
                }
            }

            if (!any)
            {
                yield return task;
            }
        }
    }

    private static List<IOperation> OperandsOf(IInvocationOperation call)
    {
        var operands = new List<IOperation>();
        foreach (IArgumentOperation argument in call.Arguments)
        {
            int before = operands.Count;
            operands.AddRange(Operations.Elements(argument.Value));
            if (operands.Count == before)
            {
                operands.Add(argument.Value);
            }
        }

        return operands;
    }
}

/// <summary>An operation that is begun for a race.</summary>
/// <param name="Call">The call that begins it.</param>
/// <param name="Wait">What it waits for; null for a finite delay.</param>
/// <param name="Token">What can cancel it.</param>
/// <param name="Local">The local that holds its task; null where it stands in the race itself.</param>
/// <param name="Race">The race.</param>
internal sealed record RacedOperation(IInvocationOperation Call, Wait? Wait, TokenOrigin Token, ILocalSymbol? Local, Race Race)
{
    /// <summary>Whether each iteration of a loop begins it anew, and races it.</summary>
    public bool IsRepeated => SyntaxQueries.ShareLoop(Race.Call.Syntax, Call.Syntax);
}
