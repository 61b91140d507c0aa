using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK010: a disposable type starts a task, and nothing that the type does when it is disposed or stopped can end the task.</summary>
internal static class OwnerLeavesTask
{
    public const string Id = "LEAK010";

    /// <summary>A rule of its own, because the task has an owner: it should end when the owner is disposed or stopped.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(OwnerLeavesTask),
        title: "A task outlives the disposable type that started it",
        messageFormat: "The task started by '{0}' {1} its '{2}'; {3}",
        cause: "The type can be disposed or stopped, but what it does then cancels, completes or closes nothing that its task waits on, or "
            + "does so only after it has waited for the task. The task outlives its owner and keeps it in memory, held back at best by a "
            + "token that the owner was given.",
        fix: "Give the task the token of a source of the type's own, linked to the token that the type was given, and cancel it on disposal "
            + "before the task is awaited.");

    /// <summary>Finds what the rule reports on a task that a disposable type or hosted service starts; null if something may end the task.</summary>
    public static Finding? Check(OwnedTask owned, LeakModel model)
    {
        if (owned.Task.Waits.IsEmpty && owned.Task.Retries.IsEmpty)
        {
            return null;
        }

        if (MayBeLeft(owned.Task))
        {
            return OfEnd(owned, model);
        }

        foreach (OwnedTask alone in owned.InOwnCode(model))
        {
            if (MayBeLeft(alone.Task) && OfEnd(alone, model.OwnCode!) is { } finding)
            {
                return finding;
            }
        }

        return null;
    }

    /// <summary>Gets the finding if the type's disposal or stop ends none of the task's waits; null otherwise.</summary>
    private static Finding? OfEnd(OwnedTask owned, LeakModel model)
    {
        StartedTask task = owned.Task;
        var end = TypeEnd.Of(owned.Owner, owned.Keeper, model, owned.IsOfHeir);
        if (end.ReachOf(task.Start.Call.Syntax) == Reach.Yes)
        {
            return null; // a task that the type's disposal or stop itself starts is part of that disposal or stop
        }

        bool isJoined = end.Joiner is not null || owned.MayBeJoined(model);
        var waits = new List<Wait>();
        foreach (GovernedWait governed in task.Waits.AddRange(task.Retries))
        {
            if (IsLeft(governed, owned, end, isJoined, model))
            {
                waits.Add(governed.Wait);
            }
            else if (LeftAround(governed, owned, end, isJoined, model) is { } loop)
            {
                waits.Add(loop);
            }
            else
            {
                return null;
            }
        }

        bool isHosted = model.Symbols.IsHostedService(owned.Owner);
        return new Finding(
            Descriptor,
            task.Start.NameLocation,
            waits,
            task.Scope,
            owned,
            [
                task.Start.Name,
                What(owned, end, isHosted ? "the stop" : "the disposal"),
                waits[0].Name,
                TokenAdvice.OfOwner(owned.Owner, model)
                    ?? $"cancel a source of its own when '{owned.Owner.Name}' is {(isHosted ? "stopped" : "disposed")}" + (end.Joiner is null ? "" : ", before it waits"),
            ]);
    }

    private static string What(OwnedTask owned, TypeEnd end, string ending)
    {
        string doesNotEnd = $"{ending} of '{owned.Owner.Name}' does not end";
        return end.Joiner is { Name: var joiner } ? $"is waited for by '{joiner}'{(end.JoinGivesUp ? "" : ", for ever")}: nothing before that ends"
            : owned.Keeper is { Name: var keeper } ? $"is kept in '{keeper}', and {doesNotEnd}"
            : $"is never awaited, and {doesNotEnd}";
    }

    /// <summary>Whether it may be the type's job to end the task. It isn't if something else, or unknown code, ends one of the task's waits.</summary>
    private static bool MayBeLeft(StartedTask task)
    {
        foreach (GovernedWait governed in task.Waits.AddRange(task.Retries))
        {
            if (governed.Governor is not (Governor.Nothing or Governor.ScopeOnSomePaths or Governor.Caller or Governor.TypesGiver or Governor.Type))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLeft(GovernedWait governed, OwnedTask owned, TypeEnd end, bool isJoined, LeakModel model)
    {
        Governor governor = governed.Governor == Governor.Type ? owned.GovernorOf(governed, end, model) : governed.Governor;
        bool isLeft = governor switch
        {
            Governor.Nothing or Governor.ScopeOnSomePaths => true,
            Governor.Caller => owned.Keeper is null ? IsLinked(governed.Wait) : !isJoined || IsStart(owned, model),
            Governor.TypesGiver => !isJoined,
            _ => false,
        };
        return isLeft && (governed.Wait.Loop is not { } loop || !owned.MayBeEndedThrough(FieldSources.WithoutExceptions(loop, governed.Wait, model), governed.Wait, end, model));
    }

    /// <summary>
    /// Gets the endless loop around a wait, if the loop tests a token of the type's own that the type's disposal or stop doesn't cancel; null
    /// otherwise.
    /// </summary>
    private static Wait? LeftAround(GovernedWait governed, OwnedTask owned, TypeEnd end, bool isJoined, LeakModel model) =>
        owned.Keeper is null
        && governed is { Governor: Governor.Caller, Wait.LoopAround: { } loop }
        && IsLinked(loop)
        && owned.Governed(loop, model) is var around
        && around.Governor is Governor.Nothing or Governor.ScopeOnSomePaths or Governor.Caller or Governor.Type
        && IsLeft(around, owned, end, isJoined, model)
            ? around.Wait
            : null;

    /// <summary>Whether a wait has the token of a <c>CancellationTokenSource</c> that the type holds in a field or property.</summary>
    private static bool IsLinked(Wait wait)
    {
        foreach (Canceller canceller in wait.Token.Cancellers)
        {
            if (canceller is { Kind: CancellerKind.Holder, Symbol: IFieldSymbol or IPropertySymbol })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a method that a host calls, such as <c>StartAsync</c>, starts the task. The token of <c>StartAsync</c> doesn't end the task later.
    /// </summary>
    private static bool IsStart(OwnedTask owned, LeakModel model) =>
        owned.Task.Scope.Symbol is { } method && Lifetimes.IsHostsCall(method, model);
}
