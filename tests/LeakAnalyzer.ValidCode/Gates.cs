// Close to what LEAK001 and LEAK006 report, but without a leak: signals that some tasks wait for and others set. They are an event that can
// be reset, a start signal for several tasks, and values that are set once.
namespace LeakAnalyzer.ValidCode;

public sealed class AsyncManualResetEvent
{
    private volatile TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsSet => _signal.Task.IsCompleted;

    public Task WaitAsync(CancellationToken token) => _signal.Task.WaitAsync(token);

    public void Set() => _signal.TrySetResult();

    public void Reset()
    {
        while (true)
        {
            TaskCompletionSource current = _signal;
            if (!current.Task.IsCompleted
                || Interlocked.CompareExchange(ref _signal, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), current) == current)
            {
                return;
            }
        }
    }
}

public sealed class WarmUp
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AnnounceWhenReady(Action<string> announce) => _ = AnnounceAsync(announce);

    public void Succeed() => _ready.TrySetResult();

    public void Fail(Exception exception) => _ready.TrySetException(exception);

    private async Task AnnounceAsync(Action<string> announce)
    {
        await _ready.Task.ConfigureAwait(false);
        announce("ready");
    }
}

public static class Rendezvous
{
    /// <summary>Starts several actions, which begin at the same moment.</summary>
    public static async Task StartTogetherAsync(IEnumerable<Func<Task>> works)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new List<Task>();
        try
        {
            foreach (Func<Task> work in works)
            {
                running.Add(Task.Run(async () =>
                {
                    await start.Task.ConfigureAwait(false);
                    await work().ConfigureAwait(false);
                }));
            }
        }
        finally
        {
            start.SetResult();
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }

    /// <summary>Creates a task for an API that reports its result with callbacks.</summary>
    public static Task<T> ToTask<T>(Action<Action<T>, Action<Exception>> begin)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        begin(result.SetResult, result.SetException);
        return result.Task;
    }

    /// <summary>Waits until the user cancels the process, with Ctrl+C for example.</summary>
    public static async Task UntilCancelKeyAsync()
    {
        var pressed = new TaskCompletionSource();
        void OnPressed(object? sender, ConsoleCancelEventArgs e)
        {
            e.Cancel = true;
            pressed.TrySetResult();
        }

        Console.CancelKeyPress += OnPressed;
        try
        {
            await pressed.Task.ConfigureAwait(false);
        }
        finally
        {
            Console.CancelKeyPress -= OnPressed;
        }
    }
}
