using System.Linq.Expressions;
using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>How an object is created, how a wait on it is started, and what each <see cref="Act"/> does to the wait.</summary>
/// <typeparam name="T">The type of the object, or of a scene: the object with all that it needs.</typeparam>
internal sealed class WaitCaseOf<T> : WaitCase
{
    private readonly Func<Task<T>> _create;
    private readonly Func<T, object?> _wait;
    private int _waiters = 2;

    public WaitCaseOf(Func<Task<T>> create, LambdaExpression wait, Func<T, object?> call)
        : base(MemberOf(wait).Type, MemberOf(wait).Member)
    {
        _create = create;
        _wait = call;
        Try("nothing is done", (null, null), _ => null, Outcome.EndsNothing, null);
    }

    /// <summary>Tries each <see cref="Act"/> on one pending wait instead of two.</summary>
    public WaitCaseOf<T> Alone()
    {
        _waiters = 1;
        return this;
    }

    /// <summary>Adds a description that tells the case from other cases of the same member.</summary>
    public WaitCaseOf<T> Case(string circumstance)
    {
        Circumstance = circumstance;
        return this;
    }

    public WaitCaseOf<T> EndsAll(Expression<Action<T>> act) => Try(act, act.Compile(), Outcome.EndsAll);

    public WaitCaseOf<T> EndsAll(Expression<Func<T, object?>> act) => Try(act, act.Compile(), Outcome.EndsAll);

    public WaitCaseOf<T> EndsPending(Expression<Action<T>> act) => Try(act, act.Compile(), Outcome.EndsPending);

    public WaitCaseOf<T> EndsPending(Expression<Func<T, object?>> act) => Try(act, act.Compile(), Outcome.EndsPending);

    public WaitCaseOf<T> EndsOne(Expression<Action<T>> act) => Try(act, act.Compile(), Outcome.EndsOne);

    public WaitCaseOf<T> EndsOne(Expression<Func<T, object?>> act) => Try(act, act.Compile(), Outcome.EndsOne);

    public WaitCaseOf<T> EndsNothing(Expression<Action<T>> act, Type? throws = null) => Try(act, act.Compile(), Outcome.EndsNothing, throws);

    public WaitCaseOf<T> EndsNothing(Expression<Func<T, object?>> act) => Try(act, act.Compile(), Outcome.EndsNothing);

    /// <summary>Adds an <see cref="Act"/> that isn't a call of a member, such as an action of the peer.</summary>
    public WaitCaseOf<T> When(string name, Action<T> act, Outcome expected) =>
        Try(name, (null, null), Untyped(act), expected, null);

    /// <inheritdoc cref="When(string, Action{T}, Outcome)"/>
    public WaitCaseOf<T> When(string name, Func<T, object?> act, Outcome expected) => Try(name, (null, null), act, expected, null);

    public WaitCaseOf<T> Try(Expression<Action<T>> act, Outcome expected) => Try(act, act.Compile(), expected);

    public WaitCaseOf<T> Try(Expression<Func<T, object?>> act, Outcome expected) => Try(act, act.Compile(), expected);

    /// <summary>Adds an <see cref="Act"/> whose call needs more code: the expression only names the member, and the delegate calls it.</summary>
    public WaitCaseOf<T> Try(Expression<Action<T>> act, Action<T> call, Outcome expected) => Try(act, call, expected, null);

    /// <summary>Adds two cases of the wait with a token: cancelling its source ends every wait, disposing the source ends none.</summary>
    public WaitCaseOf<T> WithToken(Func<T, CancellationToken, object?> wait)
    {
        Func<Task<Governed>> create = async () => new(await _create(), new());
        Func<Governed, object?> governed = scene => wait(scene.Object, scene.Source.Token);
        Add(create, governed, scene => scene.Source.Cancel(), Outcome.EndsAll);
        Add(create, governed, scene => scene.Source.Dispose(), Outcome.EndsNothing);
        return this;
    }

    private WaitCaseOf<T> Try(string name, (Type? Type, MemberInfo? Member) used, Func<T, object?> act, Outcome expected, Type? throws)
    {
        Add(new Act(name, used.Type, used.Member, expected, throws, () => Trial.RunAsync(_create, _waiters, _wait, act, expected)));
        return this;
    }

    private void Add(
        Func<Task<Governed>> create, Func<Governed, object?> wait, Expression<Action<Governed>> act, Outcome expected)
    {
        (Type type, MemberInfo member) = MemberOf(act);
        Add(new Act(NameOf(act), type, member, expected, null, () => Trial.RunAsync(create, _waiters, wait, Untyped(act.Compile()), expected)));
    }

    private WaitCaseOf<T> Try(LambdaExpression act, Action<T> call, Outcome expected, Type? throws = null) =>
        Try(act, Untyped(call), expected, throws);

    private WaitCaseOf<T> Try(LambdaExpression act, Func<T, object?> call, Outcome expected, Type? throws = null) =>
        Try(NameOf(act), MemberOf(act), call, expected, throws);

    private static Func<TScene, object?> Untyped<TScene>(Action<TScene> act) =>
        scene =>
        {
            act(scene);
            return null;
        };

    private sealed record Governed(T Object, CancellationTokenSource Source);
}
