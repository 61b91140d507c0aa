// LEAK006: if there are no files, the method returns without completing the channel that its tasks read
public static class Resizer
{
    public static async Task<int> ResizeAsync(IReadOnlyList<string> files)
    {
        var work = Channel.CreateUnbounded<string>(); // LEAK006
        int done = 0;
        Task[] workers = [WorkAsync(), WorkAsync()];
        if (files.Count == 0)
        {
            return 0;
        }

        foreach (string file in files)
        {
            await work.Writer.WriteAsync(file);
        }

        work.Writer.Complete();
        await Task.WhenAll(workers);
        return done;

        async Task WorkAsync()
        {
            await foreach (string file in work.Reader.ReadAllAsync())
            {
                Interlocked.Add(ref done, file.Length);
            }
        }
    }

    public static async Task<string> RunAsync(World world) => $"{await ResizeAsync(["a", "bc"])}, {await ResizeAsync([])}";
}
