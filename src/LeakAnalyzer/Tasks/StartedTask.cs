using System.Collections.Immutable;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>An open-ended wait (one that ends only when other code acts) or an endless loop, and what governs (can end) it.</summary>
/// <param name="Wait">The wait or loop.</param>
/// <param name="Governor">The strongest governor that can end the wait.</param>
/// <param name="ByToken">The strongest governor that can end the wait by cancelling its token.</param>
/// <param name="LostSource">
/// The <c>CancellationTokenSource</c> with whose token the task waits, if a local of the function that starts the task holds it and some path of that
/// function doesn't cancel it; otherwise null.
/// </param>
internal readonly record struct GovernedWait(Wait Wait, Governor Governor, Governor ByToken, ILocalSymbol? LostSource)
{
    /// <summary>The strongest governor that can end the wait by an act on the object that is waited on.</summary>
    public Governor ByObject { get; init; }

    /// <summary>The reason why it isn't certain that nothing ends the wait, if there is such a reason.</summary>
    public Doubt Doubt { get; init; }

    /// <summary>Whether this is an endless loop that nothing ends, or that the function which starts the task ends only on some paths.</summary>
    public bool IsEndlessLoop => this is { Governor: Governor.Nothing or Governor.ScopeOnSomePaths, Wait.Loop.AreNone: true };

    /// <summary>Whether only a token that a caller passes ends the wait or endless loop.</summary>
    public bool IsLeftToCaller => this is { Governor: Governor.Caller, Wait.Loop: null or { AreNone: true } };
}

/// <summary>
/// A task that a function (the scope) starts, with the waits and loops that keep the task from ending. The task is detached (nobody joins it), or
/// kept in a member (for LEAK010), or joined (for LEAK006).
/// </summary>
/// <param name="Scope">The function, such as a method or lambda, that starts the task.</param>
/// <param name="Start">The call that starts the task.</param>
/// <param name="Waits">The task's open-ended waits in the order in which its code reaches them, followed by its endless loops.</param>
internal sealed record StartedTask(Scope Scope, TaskStart Start, ImmutableArray<GovernedWait> Waits)
{
    /// <summary>
    /// The task's loops that end only when something succeeds. They are no leak, unless the object that starts the task is disposed while the loop
    /// still runs.
    /// </summary>
    public ImmutableArray<GovernedWait> Retries { get; init; } = ImmutableArray<GovernedWait>.Empty;

    /// <summary>
    /// Creates the task that a call starts, with what governs (can end) the task's waits. Returns null if no open-ended wait or endless loop of the
    /// task can be seen. Also returns null if the call is one by which a function starts itself again: then the call that starts the function for the
    /// first time is reported instead.
    /// </summary>
    /// <param name="start">The call that starts the task.</param>
    /// <param name="scopeOf">
    /// Creates the <see cref="Tracking.Scope"/> of the function that contains the call. It is called only if the task has a wait.
    /// </param>
    /// <param name="model">The compilation's model.</param>
    /// <param name="countsUnseen">Whether a call or sequence counts as a wait if its body can't be seen and a token is passed to it.</param>
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

    /// <summary>
    /// Creates the task that a called method starts, as if the call of that method started the task: what governs (can end) the waits is determined
    /// as seen from the caller. Returns null if the task has no open-ended wait or endless loop that can be seen.
    /// </summary>
    /// <param name="call">The call of the method.</param>
    /// <param name="start">The call in the method that starts the task.</param>
    /// <param name="scopeOf">
    /// Creates the <see cref="Tracking.Scope"/> of the function that contains the call. It is called only if the task has a wait.
    /// </param>
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

    /// <summary>
    /// Whether the scope (the function that contains the call) belongs to a round of functions that start themselves again, and the call that starts
    /// the round for the first time is elsewhere. It is elsewhere if the scope itself can be started as a task (it is async, returns a task or is
    /// passed as a delegate), or if only the round calls the scope.
    /// </summary>
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

        ImmutableArray<IdentifierNameSyntax> others = model.Uses.Of(symbol).RemoveAll(use => round.Any(function => SyntaxQueries.Contains(function, use)));
        return others.Any(use => SyntaxQueries.Qualified(use).Parent is ArgumentSyntax) || others.IsEmpty && model.World.IsClosed(symbol);
    }

    private static ImmutableArray<Wait> WaitsOf(TaskStart start, LeakModel model, bool countsUnseen)
    {
        var reader = new WorkReader(model, countsUnseen);
        return start.Delegate is null ? reader.ReadCall(start.Call) : reader.ReadDelegate(start.Delegate, start.Call);
    }
}
