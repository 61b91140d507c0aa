// clean: the program cancels the sleep of its task before it ends
World world = World.Current;
using var ended = new CancellationTokenSource();
CancellationToken endedToken = ended.Token;
try
{
    _ = Task.Run(async () =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, endedToken);
        Trace.WriteLine("never");
    });

    for (int i = 0; i < 3; i++)
    {
        await Task.Delay(1);
        world.Log($"row {i}");
    }
}
finally
{
    ended.Cancel();
}
