// LEAK006: a continuation sets the promise, but doesn't run if its token is cancelled first
// no fix: only the author of the code knows what the token is meant to cancel
public sealed class Relay
{
    public static async Task<int> PassAsync(Task<int> work, CancellationToken token) => await Passed(work, token);

    public static Task<int> Passed(Task<int> work, CancellationToken token)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously); // LEAK006
        work.ContinueWith(ended => done.TrySetResult(ended.Result), token, TaskContinuationOptions.None, TaskScheduler.Default);
        return done.Task;
    }

    public static async Task<string> RunAsync(World world)
    {
        using var source = new CancellationTokenSource();
        int passed = await PassAsync(Task.FromResult(1), source.Token);
        source.Cancel();
        Task<int> left = PassAsync(Task.FromResult(2), source.Token);
        return $"{passed}, {left.IsCanceled}";
    }
}
