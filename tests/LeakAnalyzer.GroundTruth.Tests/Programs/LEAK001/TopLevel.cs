// LEAK001: the program starts a listener for each of its rows and forgets it
World world = World.Current;
for (int i = 0; i < 3; i++)
{
    _ = Task.Run(async () => // LEAK001
    {
        await Task.Delay(Timeout.InfiniteTimeSpan);
        Trace.WriteLine("never");
    });

    await Task.Delay(1);
    world.Log($"row {i}");
}
