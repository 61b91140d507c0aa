using System.Collections.Immutable;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tasks;

/// <summary>An open-ended wait or an endless loop, and what governs it.</summary>
/// <param name="Wait">The wait or loop.</param>
/// <param name="Governor">The strongest governor of the wait.</param>
/// <param name="ByToken">The strongest of the governors that end the wait by its token.</param>
/// <param name="LostSource">The source of the scope whose token the wait has, and that some path leaves uncancelled; null if there is none.</param>
internal readonly record struct GovernedWait(Wait Wait, Governor Governor, Governor ByToken, ILocalSymbol? LostSource)
{
    /// <summary>Why it isn't certain that nothing ends the wait.</summary>
    public Doubt Doubt { get; init; }

    /// <summary>Whether this is an endless loop that nothing ends.</summary>
    public bool IsEndlessLoop => this is { Governor: Governor.Nothing or Governor.ScopeOnSomePaths, Wait.Loop.AreNone: true };

    /// <summary>Whether only the caller's token ends the wait.</summary>
    public bool IsLeftToCaller => this is { Governor: Governor.Caller, Wait.Loop: null or { AreNone: true } };
}

/// <summary>
/// A task that a scope starts, with the waits and loops that keep it from ending. The task is detached, or kept in a member (for LEAK010), or joined
/// (for LEAK006).
/// </summary>
/// <param name="Scope">The body that starts the task.</param>
/// <param name="Start">The call that starts the task.</param>
/// <param name="Waits">The task's open-ended waits in the order in which the work reaches them, followed by its endless loops.</param>
internal sealed record StartedTask(Scope Scope, TaskStart Start, ImmutableArray<GovernedWait> Waits)
{
    /// <summary>
    /// The task's loops that end only when something succeeds. They are no leak, unless the type that starts the task is disposed before that.
    /// </summary>
    public ImmutableArray<GovernedWait> Retries { get; init; } = ImmutableArray<GovernedWait>.Empty;

    /// <summary>Gets the task that a start begins; null if its work has no open-ended wait and no endless loop that can be seen.</summary>
    public static StartedTask? Of(TaskStart start, Func<Scope> scopeOf, LeakModel model)
    {
        ImmutableArray<Wait> waits = WaitsOf(start, model);
        if (SelfStarts.In(start.Call, model) is { } again)
        {
            waits = waits.Add(again);
        }

        if (waits.IsEmpty)
        {
            return null;
        }

        Scope scope = scopeOf();
        LeakOptions options = model.Options.For(start.Call.Syntax.SyntaxTree);
        var governance = new Governance(model, options, scope, start.Call.Syntax);
        var governed = ImmutableArray.CreateBuilder<GovernedWait>(waits.Length);
        var retries = ImmutableArray.CreateBuilder<GovernedWait>();
        foreach (Wait wait in waits)
        {
            (wait.Loop is { IsLeftBySuccess: true } ? retries : governed).Add(governance.Of(wait));
        }

        return new StartedTask(scope, start, governed.ToImmutable()) { Retries = retries.ToImmutable() };
    }

    private static ImmutableArray<Wait> WaitsOf(TaskStart start, LeakModel model)
    {
        var reader = new WorkReader(model);
        return start.Delegate is null ? reader.ReadCall(start.Call) : reader.ReadDelegate(start.Delegate, start.Call);
    }
}
