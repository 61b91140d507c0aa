using System.Linq.Expressions;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>Creates a <see cref="WaitCaseOf{T}"/> from an expression that waits.</summary>
internal static class Waits
{
    /// <summary>Creates a case for a wait that returns a task, a sequence or a value.</summary>
    public static WaitCaseOf<T> On<T>(Func<T> create, Expression<Func<T, object?>> wait) =>
        new(() => Task.FromResult(create()), wait, wait.Compile());

    /// <summary>Creates a case for a wait that returns nothing.</summary>
    public static WaitCaseOf<T> On<T>(Func<T> create, Expression<Action<T>> wait) =>
        On(create, wait, wait.Compile());

    /// <summary>Creates a case for a wait that needs more code: the expression only names the member, and the delegate waits.</summary>
    public static WaitCaseOf<T> On<T>(Func<T> create, Expression<Action<T>> wait, Action<T> call) =>
        new(() => Task.FromResult(create()), wait, scene => { call(scene); return null; });

    /// <summary>Creates a case for a wait that needs more code: the expression only names the member, and the delegate waits.</summary>
    public static WaitCaseOf<T> On<T>(Func<T> create, Expression<Func<T, object?>> wait, Func<T, Task> call) =>
        new(() => Task.FromResult(create()), wait, call);

    /// <summary>Creates a case for a wait on an object that is created asynchronously.</summary>
    public static WaitCaseOf<T> OnAsync<T>(Func<Task<T>> create, Expression<Func<T, object?>> wait) =>
        new(create, wait, wait.Compile());

    /// <summary>Creates a case for a wait that returns nothing, on an object that is created asynchronously.</summary>
    public static WaitCaseOf<T> OnAsync<T>(Func<Task<T>> create, Expression<Action<T>> wait)
    {
        Action<T> call = wait.Compile();
        return new(create, wait, scene => { call(scene); return null; });
    }

    /// <summary>Creates a case for a wait in another process: the expression only names the member, and the delegate blocks until that wait ends.</summary>
    public static WaitCaseOf<T> OnAsync<T>(Func<Task<T>> create, Expression<Func<T, object?>> wait, Action<T> call) =>
        new(create, wait, scene => { call(scene); return null; });
}
