// clean: the losers are a reader's Completion and a promise's task; unlike a read, such a task takes no item when it completes later
public static class Connection
{
    public static async Task<string> UntilAsync(ChannelReader<int> reader, TaskCompletionSource closed, Task done)
    {
        Task first = await Task.WhenAny(reader.Completion, closed.Task, done);
        return first == done ? "done" : "closed";
    }

    public static Task<string> RunAsync(World world) => UntilAsync(world.Items.Reader, new TaskCompletionSource(), Task.Delay(5));
}
