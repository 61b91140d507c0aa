// LEAK001: the import throws an exception, and nothing ends the task that reads the commands
public static class Importer
{
    public static async Task ImportAsync(ChannelReader<int> control, Func<int, Task> save, CancellationToken cancellationToken)
    {
        _ = Task.Run(async () => // LEAK001
        {
            await foreach (int command in control.ReadAllAsync())
            {
                Trace.WriteLine(command);
            }
        });

        for (int row = 0; row < 3; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await save(row);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        try
        {
            await ImportAsync(
                world.Items.Reader,
                async row =>
                {
                    await Task.Yield();
                    world.Log($"row {row}");
                    if (row == 1)
                    {
                        throw new InvalidOperationException("disk full");
                    }
                },
                world.Token);
            return "imported";
        }
        catch (InvalidOperationException e)
        {
            return $"{world.Logged}: {e.Message}";
        }
    }
}
