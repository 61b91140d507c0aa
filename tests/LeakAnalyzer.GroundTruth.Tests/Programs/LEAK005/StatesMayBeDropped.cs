// clean: the losers of the race are a reader's Completion and a promise's task, which take no item when they complete later
public static class Connection
{
    public static async Task<string> UntilAsync(ChannelReader<int> reader, TaskCompletionSource closed, Task done)
    {
        Task first = await Task.WhenAny(reader.Completion, closed.Task, done);
        return first == done ? "done" : "closed";
    }

    public static Task<string> RunAsync(World world) => UntilAsync(world.Items.Reader, new TaskCompletionSource(), Task.Delay(5));
}
