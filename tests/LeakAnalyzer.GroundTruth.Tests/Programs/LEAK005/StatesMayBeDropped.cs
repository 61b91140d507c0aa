// clean: a completion and a promise only tell a state
public static class Connection
{
    public static async Task<string> UntilAsync(ChannelReader<int> reader, TaskCompletionSource closed, Task done)
    {
        Task first = await Task.WhenAny(reader.Completion, closed.Task, done);
        return first == done ? "done" : "closed";
    }

    public static Task<string> RunAsync(World world) => UntilAsync(world.Items.Reader, new TaskCompletionSource(), Task.Delay(5));
}
