// clean: the export cancels the wait on every path
public static class Program
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
    {
        bool isStopped = false;
        using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken linkedToken = linkedCts.Token;
        try
        {
            _ = Task.Run(async () =>
            {
                await parent.ReadAsync(linkedToken);
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
        finally
        {
            await linkedCts.CancelAsync();
        }
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
