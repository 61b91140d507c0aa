// LEAK001: each iteration of the program's loop starts a task that sleeps for ever, and forgets it
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
