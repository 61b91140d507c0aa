namespace Suites;

/// <summary>Tasks that the tests start.</summary>
public static class Work
{
    private static readonly TaskCompletionSource s_never = new();

    /// <summary>Never completes.</summary>
    public static async Task WaitForeverAsync() => await s_never.Task;

    /// <summary>Never completes. The method's name in a report shows that a fixture has started the task.</summary>
    public static async Task WaitForFixtureAsync() => await s_never.Task;

    /// <summary>Completes by itself, soon after the test that starts it.</summary>
    public static async Task EndSoonAsync() => await Task.Delay(50);
}

/// <summary>An object whose task runs until the object is disposed.</summary>
public sealed class Worker : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public Worker() => Completion = RunAsync(_stop.Token);

    public Task Completion { get; }

    public void Dispose() => _stop.Cancel();

    private static async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
