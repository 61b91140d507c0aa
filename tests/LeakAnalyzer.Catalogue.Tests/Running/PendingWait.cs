using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>A wait that was started on a thread of its own, so that it may block.</summary>
internal sealed class PendingWait
{
    private static readonly MethodInfo s_enumerate =
        typeof(PendingWait).GetMethod(nameof(EnumerateAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _end;

    private PendingWait(Func<object?> wait) =>
        _end = OnThread(() =>
        {
            _begun.SetResult();
            return wait();
        });

    /// <summary>Whether it has ended, by a result or an exception.</summary>
    public bool HasEnded => _end.IsCompleted;

    /// <summary>Completes when the wait has ended, by a result or an exception.</summary>
    public Task Ended => Task.WhenAny(_end);

    /// <summary>Starts a wait, and returns when its thread has come to it.</summary>
    public static async Task<PendingWait> StartAsync(Func<object?> wait)
    {
        var pending = new PendingWait(wait);
        await pending._begun.Task;
        return pending;
    }

    /// <summary>Calls a function on a thread of its own and joins what it returns: a task, or a sequence that is read to its end.</summary>
    public static Task OnThread(Func<object?> call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .ContinueWith(called => JoinAsync(called.GetAwaiter().GetResult()), TaskScheduler.Default)
            .Unwrap();

    private static Task JoinAsync(object? result)
    {
        switch (result)
        {
            case Task task:
                return task;
            case ValueTask task:
                return task.AsTask();
            case null or string:
                return Task.CompletedTask;
        }

        Type type = result.GetType();
        if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            return (Task)type.GetMethod(nameof(ValueTask.AsTask))!.Invoke(result, null)!;
        }

        if (InterfaceOf(type, typeof(IAsyncEnumerable<>)) is { } sequence)
        {
            return (Task)s_enumerate.MakeGenericMethod(sequence.GetGenericArguments()).Invoke(null, [result])!;
        }

        return result is System.Collections.IEnumerable and not Array ? OnThread(() => Count(result)) : Task.CompletedTask;
    }

    private static Type? InterfaceOf(Type type, Type definition) =>
        type.GetInterfaces().FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == definition);

    private static async Task EnumerateAsync<T>(IAsyncEnumerable<T> sequence)
    {
        await foreach (T _ in sequence)
        {
        }
    }

    private static object? Count(object sequence)
    {
        foreach (object? _ in (System.Collections.IEnumerable)sequence)
        {
        }

        return null;
    }
}
