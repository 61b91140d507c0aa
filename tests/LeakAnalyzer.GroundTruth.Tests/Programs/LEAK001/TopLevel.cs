// LEAK001: the program starts a listener and forgets it
World world = World.Current;
_ = Task.Run(async () => // LEAK001
{
    await Task.Delay(Timeout.InfiniteTimeSpan);
    Trace.WriteLine("never");
});

for (int i = 0; i < 3; i++)
{
    await Task.Delay(1);
    world.Log($"row {i}");
}
