// LEAK006: if the job is cancelled before it runs, nobody completes its promise
// no fix: only the author of the code knows whether the promise should then be cancelled or set
public sealed class Job(CancellationToken requested)
{
    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously); // LEAK006

    public async Task<int> ResultAsync() => await _done.Task;

    public void Execute()
    {
        if (requested.IsCancellationRequested)
        {
            return;
        }

        _done.SetResult(1);
    }

    public static async Task<string> RunAsync(World world)
    {
        using var source = new CancellationTokenSource();
        var first = new Job(source.Token);
        first.Execute();
        int result = await first.ResultAsync();

        source.Cancel();
        var second = new Job(source.Token);
        Task<int> left = second.ResultAsync();
        second.Execute();
        return $"{result}, {left.IsCanceled}";
    }
}
