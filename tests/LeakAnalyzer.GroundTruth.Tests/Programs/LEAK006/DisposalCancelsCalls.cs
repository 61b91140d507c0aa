// clean: the disposal of the connection cancels the pending calls
public sealed class Rpc : IDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _pending = new();
    private int _next;

    public async Task<string> CallAsync()
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[Interlocked.Increment(ref _next)] = answer;
        return await answer.Task;
    }

    public void OnAnswer(int id, string text)
    {
        if (_pending.TryRemove(id, out TaskCompletionSource<string>? answer))
        {
            answer.TrySetResult(text);
        }
    }

    public void Dispose()
    {
        foreach (TaskCompletionSource<string> answer in _pending.Values)
        {
            answer.TrySetCanceled();
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        Task<string> answered, left;
        using (var rpc = new Rpc())
        {
            answered = rpc.CallAsync();
            left = rpc.CallAsync();
            rpc.OnAnswer(1, "answered");
        }

        _ = left.ContinueWith(static gone => gone.Exception, TaskScheduler.Default);
        return await answered;
    }
}
