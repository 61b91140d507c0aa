// LEAK006: the connection's Dispose doesn't complete the calls that wait for an answer
public sealed class Rpc : IDisposable
{
    private readonly ConcurrentDictionary<int, Call> _pending = new(); // LEAK006
    private int _next;

    public async Task<string> CallAsync()
    {
        var call = new Call { Id = Interlocked.Increment(ref _next) };
        _pending[call.Id] = call;
        return await call.Answer.Task;
    }

    public void OnAnswer(int id, string text)
    {
        if (_pending.TryRemove(id, out Call? call))
        {
            call.Answer.TrySetResult(text);
        }
    }

    public void Dispose()
    {
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

    private sealed class Call
    {
        public int Id { get; init; }

        public TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
