// clean: the method isn't async, and cancels the task's wait on every path
public static class Importer
{
    public static int Import(ChannelReader<int> control, CancellationToken cancellationToken)
    {
        int rows = 0;
        var imported = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken importedToken = imported.Token;
        try
        {
            _ = Task.Run(async () =>
            {
                int limit = await control.ReadAsync(importedToken);
                Interlocked.Add(ref rows, limit);
            });

            while (rows < 3)
            {
                Thread.Sleep(1);
                Interlocked.Increment(ref rows);
            }

            return rows;
        }
        finally
        {
            imported.Cancel();
            imported.Dispose();
        }
    }

    public static Task<string> RunAsync(World world) => Task.FromResult($"{Import(world.Items.Reader, world.Token)} rows");
}
