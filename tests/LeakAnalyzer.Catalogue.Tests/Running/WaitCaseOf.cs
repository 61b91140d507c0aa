using System.Linq.Expressions;
using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>A wait on an object, as data: how the object is made, how the wait is started, and what each act does to it.</summary>
/// <typeparam name="T">The object, or the scene that it stands in.</typeparam>
internal sealed class WaitCaseOf<T> : WaitCase
{
    /// <summary>How long a wait is looked at before it is taken for one that stays.</summary>
    private static readonly TimeSpan s_stay = TimeSpan.FromMilliseconds(60);

    /// <summary>How long an expected end may take on a busy machine.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>How long an act is waited for: some never return.</summary>
    private static readonly TimeSpan s_actTime = TimeSpan.FromSeconds(1);

    /// <summary>How long somebody looks who doesn't know what to expect.</summary>
    private static readonly TimeSpan s_curiosity = TimeSpan.FromMilliseconds(400);

    /// <summary>So many acts are tried at a time.</summary>
    private static readonly SemaphoreSlim s_places = new(48);

    private readonly Func<Task<T>> _create;
    private readonly Func<T, object?> _wait;
    private int _waiters = 2;

    public WaitCaseOf(Func<Task<T>> create, LambdaExpression wait, Func<T, object?> call)
        : base(MemberOf(wait).Type, MemberOf(wait).Member)
    {
        _create = create;
        _wait = call;
        Try("nothing is done", null, _ => null, Effect.EndsNothing, null);
    }

    /// <summary>Only one may wait at a time.</summary>
    public WaitCaseOf<T> Alone()
    {
        _waiters = 1;
        return this;
    }

    /// <summary>Tells the case from others of the same member.</summary>
    public WaitCaseOf<T> Case(string circumstance)
    {
        Circumstance = circumstance;
        return this;
    }

    public WaitCaseOf<T> EndsAll(Expression<Action<T>> act) => Try(act, act.Compile(), Effect.EndsAll);

    public WaitCaseOf<T> EndsAll(Expression<Func<T, object?>> act) => Try(act, act.Compile(), Effect.EndsAll);

    public WaitCaseOf<T> EndsPending(Expression<Action<T>> act) => Try(act, act.Compile(), Effect.EndsPending);

    public WaitCaseOf<T> EndsPending(Expression<Func<T, object?>> act) => Try(act, act.Compile(), Effect.EndsPending);

    public WaitCaseOf<T> EndsOne(Expression<Action<T>> act) => Try(act, act.Compile(), Effect.EndsOne);

    public WaitCaseOf<T> EndsOne(Expression<Func<T, object?>> act) => Try(act, act.Compile(), Effect.EndsOne);

    public WaitCaseOf<T> EndsNothing(Expression<Action<T>> act, Type? throws = null) => Try(act, act.Compile(), Effect.EndsNothing, throws);

    public WaitCaseOf<T> EndsNothing(Expression<Func<T, object?>> act, Type? throws = null) => Try(act, act.Compile(), Effect.EndsNothing, throws);

    /// <summary>An act of somebody else: a peer, or an owner's thread.</summary>
    public WaitCaseOf<T> When(string name, Action<T> act, Effect expected) =>
        Try(name, null, Untyped(act), expected, null);

    /// <summary>An act of somebody else: a peer, or an owner's thread.</summary>
    public WaitCaseOf<T> When(string name, Func<T, object?> act, Effect expected) => Try(name, null, act, expected, null);

    public WaitCaseOf<T> Try(Expression<Action<T>> act, Effect expected) => Try(act, act.Compile(), expected);

    public WaitCaseOf<T> Try(Expression<Func<T, object?>> act, Effect expected) => Try(act, act.Compile(), expected);

    /// <summary>An act that needs more than its call.</summary>
    public WaitCaseOf<T> Try(Expression<Action<T>> act, Action<T> call, Effect expected) => Try(act, call, expected, null);

    /// <summary>The same wait with a token: cancelling its source ends every wait, disposing it ends none.</summary>
    public WaitCaseOf<T> WithToken(Func<T, CancellationToken, object?> wait)
    {
        Func<Task<Governed>> create = async () => new(await _create(), new());
        Func<Governed, object?> governed = scene => wait(scene.Object, scene.Source.Token);
        Add(create, governed, scene => scene.Source.Cancel(), scene => { scene.Source.Cancel(); return null; }, Effect.EndsAll);
        Add(create, governed, scene => scene.Source.Dispose(), scene => { scene.Source.Dispose(); return null; }, Effect.EndsNothing);
        return this;
    }

    private WaitCaseOf<T> Try(string name, MemberInfo? member, Func<T, object?> act, Effect expected, Type? throws)
    {
        Add(new Act(name, member, expected, throws, seen => ObserveAsync(_create, _wait, act, seen)));
        return this;
    }

    private void Add(
        Func<Task<Governed>> create, Func<Governed, object?> wait, Expression<Action<Governed>> member, Func<Governed, object?> act, Effect expected)
    {
        Add(new Act(NameOf(member), MemberOf(member).Member, expected, null, seen => ObserveAsync(create, wait, act, seen)));
    }

    private WaitCaseOf<T> Try(LambdaExpression act, Action<T> call, Effect expected, Type? throws = null) =>
        Try(act, Untyped(call), expected, throws);

    private WaitCaseOf<T> Try(LambdaExpression act, Func<T, object?> call, Effect expected, Type? throws = null) =>
        Try(NameOf(act), MemberOf(act).Member, call, expected, throws);

    private static Func<T, object?> Untyped(Action<T> act) =>
        scene =>
        {
            act(scene);
            return null;
        };

    private async Task<Observation> ObserveAsync<TScene>(
        Func<Task<TScene>> create, Func<TScene, object?> wait, Func<TScene, object?> act, Effect? expected)
    {
        await s_places.WaitAsync();
        try
        {
            TScene scene = await create();
            var waits = new List<PendingWait>();
            for (int waiter = 0; waiter < _waiters; waiter++)
            {
                waits.Add(await PendingWait.StartAsync(() => wait(scene)));
            }

            await Task.Delay(s_stay);
            bool stayed = waits.TrueForAll(one => !one.HasEnded);

            Task acted = PendingWait.OnThread(() => act(scene));
            await Task.WhenAny(acted, Task.Delay(s_actTime));
            Effect effect = await EffectAsync(waits, () => wait(scene), expected);
            return new(stayed, effect, acted.Exception?.InnerException, acted.IsCompleted);
        }
        finally
        {
            s_places.Release();
        }
    }

    private static async Task<Effect> EffectAsync(List<PendingWait> waits, Func<object?> wait, Effect? expected)
    {
        Task all = Task.WhenAll(waits.ConvertAll(one => one.Ended));
        Task awaited = expected switch
        {
            Effect.EndsNothing => Task.CompletedTask,
            Effect.EndsOne => Task.WhenAny(waits.ConvertAll(one => one.Ended)),
            _ => all,
        };
        await Task.WhenAny(awaited, Task.Delay(expected is null ? s_curiosity : s_patience));
        await Task.Delay(s_stay);
        int ended = waits.Count(one => one.HasEnded);
        if (ended < waits.Count)
        {
            return ended == 0 ? Effect.EndsNothing : Effect.EndsOne;
        }

        PendingWait next = await PendingWait.StartAsync(wait);
        await Task.WhenAny(next.Ended, Task.Delay(expected is Effect.EndsAll ? s_patience : s_stay));
        return next.HasEnded ? Effect.EndsAll : waits.Count == 1 ? Effect.EndsOne : Effect.EndsPending;
    }

    private sealed record Governed(T Object, CancellationTokenSource Source);
}
