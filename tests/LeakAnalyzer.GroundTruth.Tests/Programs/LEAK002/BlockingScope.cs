// LEAK002: the method starts a task with only the caller's token, and then goes on working, although it isn't async
public static class Importer
{
    public static int Import(ChannelReader<int> control, CancellationToken cancellationToken)
    {
        int rows = 0;
        _ = Task.Run(async () => // LEAK002
        {
            int limit = await control.ReadAsync(cancellationToken);
            Interlocked.Add(ref rows, limit);
        });

        while (rows < 3)
        {
            Thread.Sleep(1);
            Interlocked.Increment(ref rows);
        }

        return rows;
    }

    public static Task<string> RunAsync(World world) => Task.FromResult($"{Import(world.Items.Reader, world.Token)} rows");
}
