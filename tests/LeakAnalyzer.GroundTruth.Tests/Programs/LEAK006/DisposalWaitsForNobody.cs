// LEAK006: the disposal hands back the task of a promise that nothing completes
// no fix: only the author of the code knows what should complete the disposal
public sealed class Producer : IAsyncDisposable
{
    private readonly MemoryStream _buffer = new();

    public void Write(byte value) => _buffer.WriteByte(value);

    public ValueTask DisposeAsync()
    {
        var done = new TaskCompletionSource(); // LEAK006
        _buffer.Dispose();
        return new ValueTask(done.Task);
    }

    public static async Task<string> RunAsync(World world)
    {
        var producer = new Producer();
        producer.Write(1);
        Task disposal = EndAsync(producer);
        await Task.WhenAny(disposal, Task.Delay(20));
        return $"disposed: {disposal.IsCompleted}";
    }

    private static async Task EndAsync(Producer producer) => await producer.DisposeAsync();
}
