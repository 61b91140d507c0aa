// LEAK001: after the export has ended, the task still waits for an item that nobody writes
public static class Program
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
    {
        bool isStopped = false;
        _ = Task.Run(async () => // LEAK001
        {
            await parent.ReadAsync();
            Volatile.Write(ref isStopped, true);
        });

        int rows = 0;
        while (rows < 10 && !Volatile.Read(ref isStopped))
        {
            await Task.Delay(1, cancellationToken);
            rows++;
        }

        return $"{rows} rows";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
