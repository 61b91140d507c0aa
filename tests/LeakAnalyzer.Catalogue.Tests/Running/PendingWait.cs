using System.Collections;
using System.Diagnostics;
using System.Reflection;

namespace LeakAnalyzer.Catalogue.Tests.Running;

/// <summary>A wait on its own thread, so that it may block.</summary>
internal sealed class PendingWait
{
    private static readonly MethodInfo s_enumerate =
        typeof(PendingWait).GetMethod(nameof(EnumerateAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>How long <see cref="StartAsync"/> waits at most. It can't see that a wait has begun which blocks in the operating system.</summary>
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

    public bool HasEnded => _end.IsCompleted;

    /// <summary>Gets a task that completes successfully when the wait has ended, even with an exception.</summary>
    public Task Ended => Task.WhenAny(_end);

    /// <summary>Whether the wait has begun: its thread is blocked, or the task that it has returned is being joined.</summary>
    private bool HasBegun => _isJoined || _thread is { } thread && (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0;

    /// <summary>Starts a wait, and returns when it has begun.</summary>
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

    /// <summary>
    /// Calls a function on its own thread and joins what it returns: a task or a sequence. Calls <paramref name="onJoin"/> once the join has begun.
    /// </summary>
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
