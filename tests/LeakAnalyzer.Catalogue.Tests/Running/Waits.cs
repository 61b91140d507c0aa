using System.Linq.Expressions;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>Makes cases.</summary>
internal static class Waits
{
    /// <summary>A wait that returns a task, a sequence or a value.</summary>
    public static WaitCaseOf<T> On<T>(Func<T> create, Expression<Func<T, object?>> wait) =>
        new(() => Task.FromResult(create()), wait, wait.Compile());

    /// <summary>A wait that returns nothing.</summary>
    public static WaitCaseOf<T> On<T>(Func<T> create, Expression<Action<T>> wait) =>
        On(create, wait, wait.Compile());

    /// <summary>A wait that needs more than its call.</summary>
    public static WaitCaseOf<T> On<T>(Func<T> create, Expression<Action<T>> wait, Action<T> call) =>
        new(() => Task.FromResult(create()), wait, scene => { call(scene); return null; });

    /// <summary>A wait that needs more than its call.</summary>
    public static WaitCaseOf<T> On<T>(Func<T> create, Expression<Func<T, object?>> wait, Func<T, Task> call) =>
        new(() => Task.FromResult(create()), wait, call);

    /// <summary>A wait on an object that takes time to make.</summary>
    public static WaitCaseOf<T> OnAsync<T>(Func<Task<T>> create, Expression<Func<T, object?>> wait) =>
        new(create, wait, wait.Compile());

    /// <summary>A wait on an object that takes time to make.</summary>
    public static WaitCaseOf<T> OnAsync<T>(Func<Task<T>> create, Expression<Action<T>> wait)
    {
        Action<T> call = wait.Compile();
        return new(create, wait, scene => { call(scene); return null; });
    }

    /// <summary>A wait in another process.</summary>
    public static WaitCaseOf<T> OnAsync<T>(Func<Task<T>> create, Expression<Func<T, object?>> wait, Action<T> call) =>
        new(create, wait, scene => { call(scene); return null; });
}
