// clean: the method writes the item that the task waits for, and then awaits the task
public static class Exporter
{
    public static async Task<string> ExportAsync(Channel<int> parent, CancellationToken cancellationToken)
    {
        Task<int> command = Task.Run(async () => await parent.Reader.ReadAsync());
        await Task.Delay(10, cancellationToken);
        parent.Writer.TryWrite(7);
        return $"command {await command}";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items, world.Token);
}
