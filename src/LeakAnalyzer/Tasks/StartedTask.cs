using System.Collections.Immutable;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tasks;

/// <summary>An open-ended wait or an endless loop, and what governs it.</summary>
/// <param name="Wait">The wait or loop.</param>
/// <param name="Governor">The strongest governor of the wait.</param>
/// <param name="ByToken">The strongest of the governors that end the wait by its token.</param>
/// <param name="LostSource">The source of the scope whose token the wait has, and that some path leaves uncancelled; null if there is none.</param>
internal readonly record struct GovernedWait(Wait Wait, Governor Governor, Governor ByToken, ILocalSymbol? LostSource)
{
    /// <summary>What ends it by its object.</summary>
    public Governor ByObject { get; init; }

    /// <summary>Why it isn't certain that nothing ends it.</summary>
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

    /// <summary>The task that a start begins; null where its work has no open-ended wait that can be seen.</summary>
    /// <param name="start">The start.</param>
    /// <param name="scopeOf">Makes the scope, if there is a wait.</param>
    /// <param name="model">The compilation's model.</param>
    /// <param name="countsUnseen">Whether an unseen call or sequence that is handed a token counts as a wait.</param>
    public static StartedTask? Of(TaskStart start, Func<Scope> scopeOf, LeakModel model, bool countsUnseen = false)
    {
        ImmutableArray<Wait> waits = WaitsOf(start, model, countsUnseen);
        if (waits.All(wait => !wait.IsSelfCall) && SelfStarts.In(start.Call, model) is { } again)
        {
            waits = waits.Add(again);
        }

        if (waits.IsEmpty)
        {
            return null;
        }

        Scope scope = scopeOf();
        if (waits[0].IsSelfCall && IsEnteredElsewhere(waits[0].Functions[0], scope, model))
        {
            return null; // the report stands where the work is first started
        }

        LeakOptions options = model.Options.For(start.Call.Syntax.SyntaxTree);
        var governance = new Governance(model, options, scope, start.Call.Syntax, asksAll: countsUnseen);
        var governed = ImmutableArray.CreateBuilder<GovernedWait>(waits.Length);
        var retries = ImmutableArray.CreateBuilder<GovernedWait>();
        foreach (Wait wait in waits)
        {
            (wait.Loop is { IsLeftBySuccess: true } ? retries : governed).Add(governance.Of(wait));
        }

        return new StartedTask(scope, start, governed.ToImmutable()) { Retries = retries.ToImmutable() };
    }

    /// <summary>Whether the start stands in the work itself, which other code has started: it is async, or a delegate of it is made elsewhere.</summary>
    private static bool IsEnteredElsewhere(SyntaxNode function, Scope scope, LeakModel model) =>
        (function == scope.Function || scope.Function.Span.Contains(function.Span) && scope.Function.SyntaxTree == function.SyntaxTree || function.Span.Contains(scope.Function.Span))
        && scope.Symbol is { } symbol
        && (symbol.IsAsync || model.Symbols.IsTask(symbol.ReturnType) || model.Uses.Of(symbol).Any(use => !function.Span.Contains(use.Span) && SyntaxQueries.Qualified(use).Parent is ArgumentSyntax));

    private static ImmutableArray<Wait> WaitsOf(TaskStart start, LeakModel model, bool countsUnseen)
    {
        var reader = new WorkReader(model, countsUnseen);
        return start.Delegate is null ? reader.ReadCall(start.Call) : reader.ReadDelegate(start.Delegate, start.Call);
    }
}
