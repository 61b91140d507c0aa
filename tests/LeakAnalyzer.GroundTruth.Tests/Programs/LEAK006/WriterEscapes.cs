// clean: the writer is returned, and the caller completes it
public static class Log
{
    public static ChannelWriter<string> Open()
    {
        var lines = Channel.CreateUnbounded<string>();
        _ = Task.Run(async () =>
        {
            await foreach (string line in lines.Reader.ReadAllAsync())
            {
                Trace.WriteLine(line);
            }
        });
        return lines.Writer;
    }

    public static async Task<string> RunAsync(World world)
    {
        ChannelWriter<string> log = Open();
        await log.WriteAsync("hello");
        log.Complete();
        return "logged";
    }
}
