using System.Collections;
using System.Diagnostics;
using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>A wait that was started on a thread of its own, so that it may block.</summary>
internal sealed class PendingWait
{
    private static readonly MethodInfo s_enumerate =
        typeof(PendingWait).GetMethod(nameof(EnumerateAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>How long a wait may take to begin. If it blocks inside the operating system, its begin can't be seen, and this time passes.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _end;
    private volatile Thread? _thread;
    private volatile bool _isJoined;

    private PendingWait(Func<object?> wait) =>
        _end = OnThread(
            () =>
            {
                _thread = Thread.CurrentThread;
                _begun.SetResult();
                return wait();
            },
            onJoin: () => _isJoined = true);

    /// <summary>Whether the wait has ended, by a result or an exception.</summary>
    public bool HasEnded => _end.IsCompleted;

    /// <summary>Completes when the wait has ended, by a result or an exception.</summary>
    public Task Ended => Task.WhenAny(_end);

    /// <summary>Whether the wait's thread is blocked, or the returned task is being joined.</summary>
    private bool HasBegun => _isJoined || _thread is { } thread && (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0;

    /// <summary>Starts a wait, and returns when it has begun. Otherwise, on a busy machine, the tried act could come before the wait.</summary>
    public static async Task<PendingWait> StartAsync(Func<object?> wait)
    {
        var pending = new PendingWait(wait);
        await pending._begun.Task;
        long started = Stopwatch.GetTimestamp();
        while (!pending.HasBegun && !pending.HasEnded && Stopwatch.GetElapsedTime(started) < s_patience)
        {
            await Task.Delay(s_look);
        }

        return pending;
    }

    /// <summary>Calls a function on a thread of its own and joins the result: a task, or a sequence that is read to its end.</summary>
    /// <param name="call">The function.</param>
    /// <param name="onJoin">Called when the join begins.</param>
    public static Task OnThread(Func<object?> call, Action? onJoin = null) =>
        Task.Factory.StartNew(() => Read(call()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .ContinueWith(
                called =>
                {
                    Task join = JoinAsync(called.GetAwaiter().GetResult());
                    onJoin?.Invoke();
                    return join;
                },
                TaskScheduler.Default)
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

        return Task.CompletedTask;
    }

    private static Type? InterfaceOf(Type type, Type definition) =>
        type.GetInterfaces().FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == definition);

    private static async Task EnumerateAsync<T>(IAsyncEnumerable<T> sequence)
    {
        await foreach (T _ in sequence)
        {
        }
    }

    private static object? Read(object? result)
    {
        if (result is string or Array or not IEnumerable)
        {
            return result;
        }

        foreach (object? _ in (IEnumerable)result)
        {
        }

        return null;
    }
}
