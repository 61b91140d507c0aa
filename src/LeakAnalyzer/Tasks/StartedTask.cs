using System.Collections.Immutable;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tasks;

/// <summary>An open-ended wait and what governs it.</summary>
/// <param name="Wait">The wait.</param>
/// <param name="Governor">The strongest governor.</param>
/// <param name="ByToken">The strongest of the governors that end it by a token.</param>
/// <param name="LostSource">A source of the scope whose token it has, and that some path leaves uncancelled; null where there is none.</param>
internal readonly record struct GovernedWait(Wait Wait, Governor Governor, Governor ByToken, ILocalSymbol? LostSource)
{
    /// <summary>Why it isn't certain that nothing ends it.</summary>
    public Doubt Doubt { get; init; }

    /// <summary>Whether it is a loop that nothing ends.</summary>
    public bool IsEndlessLoop => this is { Governor: Governor.Nothing or Governor.ScopeOnSomePaths, Wait.Loop.AreNone: true };

    /// <summary>Whether only the caller's token ends it.</summary>
    public bool IsLeftToCaller => this is { Governor: Governor.Caller, Wait.Loop: null or { AreNone: true } };
}

/// <summary>A task that a scope starts, with all that keeps it from ending. It is detached, except where LEAK006 asks about a joined one.</summary>
/// <param name="Scope">The body that starts it.</param>
/// <param name="Start">The call that starts it.</param>
/// <param name="Waits">Its open-ended waits in the order in which the work reaches them, and then its endless loops.</param>
internal sealed record StartedTask(Scope Scope, TaskStart Start, ImmutableArray<GovernedWait> Waits)
{
    /// <summary>Its loops that only success ends. They are no leak, unless the type that starts the task is disposed meanwhile.</summary>
    public ImmutableArray<GovernedWait> Retries { get; init; } = ImmutableArray<GovernedWait>.Empty;

    /// <summary>The task that a start begins; null where its work has no open-ended wait that can be seen.</summary>
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
