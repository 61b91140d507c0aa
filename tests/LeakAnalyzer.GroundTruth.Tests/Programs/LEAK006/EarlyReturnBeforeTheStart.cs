// clean: if there are no files, the method returns before it starts its tasks; otherwise it completes their channel on every path
public static class Resizer
{
    public static async Task<int> ResizeAsync(IReadOnlyList<string> files)
    {
        if (files.Count == 0)
        {
            return 0;
        }

        var work = Channel.CreateUnbounded<string>();
        int done = 0;
        Task[] workers = [WorkAsync(), WorkAsync()];
        try
        {
            foreach (string file in files)
            {
                await work.Writer.WriteAsync(file);
            }
        }
        finally
        {
            work.Writer.Complete();
            await Task.WhenAll(workers);
        }

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
