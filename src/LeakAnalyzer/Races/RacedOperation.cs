using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Races;

/// <summary>What makes a race complete and leave an operation pending.</summary>
internal enum RaceKind
{
    /// <summary>The race completes as soon as one of its operands completes: <c>Task.WhenAny</c>, <c>Task.WaitAny</c>.</summary>
    FirstOf,

    /// <summary>The race stops waiting for its task after a time: <c>WaitAsync(timeout)</c>.</summary>
    GivesUpAfterTime,

    /// <summary>The race stops waiting for its task when a token is cancelled: <c>WaitAsync(token)</c>.</summary>
    GivesUpByToken,
}

/// <summary>A call that waits for the first of several tasks, or for one task until a time has passed or a token is cancelled.</summary>
/// <param name="Call">The call.</param>
/// <param name="Kind">What makes the race complete and leave an operation pending.</param>
/// <param name="Operands">The raced tasks, as the call's arguments or receiver contain them.</param>
internal sealed record Race(IInvocationOperation Call, RaceKind Kind, IReadOnlyList<IOperation> Operands)
{
    public string Name => Kind == RaceKind.FirstOf ? $"Task.{Call.TargetMethod.Name}" : Call.TargetMethod.Name;

    /// <summary>Gets the race of a call; null if the call isn't a race.</summary>
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

    /// <summary>Removes the conversions and wrappers around a raced task.</summary>
    public static IOperation Strip(IOperation operand, LeakModel model) => operand.WithoutWrappers(model);

    /// <summary>Gets all raced tasks without wrappers, also those in a local's array or list.</summary>
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

/// <summary>An operation, such as a read, whose task is an operand of a race.</summary>
/// <param name="Call">The call that begins the operation.</param>
/// <param name="Wait">The wait of the operation; null if the operation is a finite delay.</param>
/// <param name="Token">What can cancel the operation.</param>
/// <param name="Local">The local that holds the operation's task; null if the operation is begun in the call of the race.</param>
/// <param name="Race">The race.</param>
internal sealed record RacedOperation(IInvocationOperation Call, Wait? Wait, TokenOrigin Token, ILocalSymbol? Local, Race Race)
{
    /// <summary>Whether each iteration of a loop begins the operation anew and races it.</summary>
    public bool IsRepeated => SyntaxQueries.ShareLoop(Race.Call.Syntax, Call.Syntax);
}
