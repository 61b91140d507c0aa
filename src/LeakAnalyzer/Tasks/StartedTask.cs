using System.Collections.Immutable;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>A wait that ends only if other code does something, or an endless loop, and what can end it (its governor).</summary>
/// <param name="Wait">The wait or loop.</param>
/// <param name="Governor">The strongest of what can end the wait.</param>
/// <param name="ByToken">The strongest of what can cancel the wait's token.</param>
/// <param name="LostSource">The local with the <c>CancellationTokenSource</c> that should end the wait, but that some path doesn't cancel; otherwise
/// null.</param>
internal readonly record struct GovernedWait(Wait Wait, Governor Governor, Governor ByToken, ILocalSymbol? LostSource)
{
    /// <summary>The strongest of what can end the wait through the object that is waited on.</summary>
    public Governor ByObject { get; init; }

    /// <summary>Why the wait may end after all, if there is a reason.</summary>
    public Doubt Doubt { get; init; }

    /// <summary>Whether this is an endless loop that nothing ends, or not on every path.</summary>
    public bool IsEndlessLoop => this is { Governor: Governor.Nothing or Governor.ScopeOnSomePaths, Wait.Loop.AreNone: true };

    /// <summary>Whether only a caller's token ends the wait or endless loop.</summary>
    public bool IsLeftToCaller => this is { Governor: Governor.Caller, Wait.Loop: null or { AreNone: true } };
}

/// <summary>A task that a function starts, with the waits and loops that keep it from ending.</summary>
/// <param name="Scope">The function, such as a method or lambda, that starts the task.</param>
/// <param name="Start">The call that starts the task.</param>
/// <param name="Waits">The task's waits in the order in which its code reaches them, followed by its endless loops.</param>
internal sealed record StartedTask(Scope Scope, TaskStart Start, ImmutableArray<GovernedWait> Waits)
{
    /// <summary>The task's loops that end only when something succeeds. They matter only if the object that starts the task is disposed before.</summary>
    public ImmutableArray<GovernedWait> Retries { get; init; } = ImmutableArray<GovernedWait>.Empty;

    /// <summary>
    /// Creates the task that a call starts. Null if the task has no wait or endless loop, or if it is a function that starts itself again: then its
    /// first start is reported.
    /// </summary>
    /// <param name="start">The call that starts the task.</param>
    /// <param name="scopeOf">Gets the function that contains the call.</param>
    /// <param name="model">The compilation's model.</param>
    /// <param name="countsUnseen">Whether a call with a token counts as a wait if its code can't be seen.</param>
    public static StartedTask? Of(TaskStart start, Func<Scope> scopeOf, LeakModel model, bool countsUnseen = false)
    {
        ImmutableArray<Wait> waits = WaitsOf(start, model, countsUnseen);
        if (waits.All(wait => !wait.IsSelfCall) && SelfStarts.In(start.Call, start.Delegate, model) is { } again)
        {
            waits = waits.Add(again);
        }

        if (waits.IsEmpty)
        {
            return null;
        }

        Scope scope = scopeOf();
        if (waits[0].IsSelfCall && IsEnteredElsewhere(waits[0].Round, scope, model))
        {
            return null; // the call that starts the task for the first time is reported instead
        }

        return Governed(start, waits, scope, model, countsUnseen);
    }

    /// <summary>Creates the task that a called method starts, as if its call were the start; null if the task has no wait or endless loop.</summary>
    /// <param name="call">The call of the method.</param>
    /// <param name="start">The call in the method that starts the task.</param>
    /// <param name="scopeOf">Gets the function that contains the call.</param>
    /// <param name="model">The compilation's model.</param>
    public static StartedTask? OfCalled(IInvocationOperation call, TaskStart start, Func<Scope> scopeOf, LeakModel model)
    {
        ImmutableArray<Wait> waits = WaitsOf(start, model, countsUnseen: false);
        return waits.IsEmpty ? null : Governed(start with { Call = call, Delegate = null }, waits.Select(CallBinding.OfCall(model, call, sequenceToken: null).Bind).ToImmutableArray(), scopeOf(), model, countsUnseen: false);
    }

    private static StartedTask Governed(TaskStart start, ImmutableArray<Wait> waits, Scope scope, LeakModel model, bool countsUnseen)
    {
        LeakOptions options = model.Options.For(start.Call.Syntax.SyntaxTree);
        var governance = new Governance(model, options, scope, start.Call.Syntax, asksAll: countsUnseen);
        var governed = ImmutableArray.CreateBuilder<GovernedWait>(waits.Length);
        var retries = ImmutableArray.CreateBuilder<GovernedWait>();
        foreach (Wait wait in waits)
        {
            (wait.Loop is { EndsOnSuccess: true } ? retries : governed).Add(governance.Of(wait));
        }

        return new StartedTask(scope, start, governed.ToImmutable()) { Retries = retries.ToImmutable() };
    }

    /// <summary>Whether functions that start each other again (the round) are started for the first time elsewhere than in the given function.</summary>
    private static bool IsEnteredElsewhere(ImmutableArray<SyntaxNode> round, Scope scope, LeakModel model)
    {
        if (scope.Symbol is not { } symbol || !round.Any(function => SyntaxQueries.Contains(function, scope.Function) || SyntaxQueries.Contains(scope.Function, function)))
        {
            return false;
        }

        if (symbol.IsAsync || model.Symbols.IsTask(symbol.ReturnType))
        {
            return true;
        }

        ImmutableArray<SimpleNameSyntax> others = model.Uses.Of(symbol).RemoveAll(use => round.Any(function => SyntaxQueries.Contains(function, use)));
        return others.Any(use => SyntaxQueries.Qualified(use).Parent is ArgumentSyntax) || others.IsEmpty && model.World.IsClosed(symbol);
    }

    private static ImmutableArray<Wait> WaitsOf(TaskStart start, LeakModel model, bool countsUnseen)
    {
        var reader = new WorkReader(model, countsUnseen);
        return start.Delegate is null ? reader.ReadCall(start.Call) : reader.ReadDelegate(start.Delegate, start.Call);
    }
}
