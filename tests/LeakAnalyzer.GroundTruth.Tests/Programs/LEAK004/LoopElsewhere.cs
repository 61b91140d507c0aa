// LEAK004: the endless loop is in a method of another file, which has no token parameter
public static class Monitor
{
    public static async Task<string> WatchAsync(CancellationToken cancellationToken)
    {
        _ = Beat.RunAsync(); // LEAK004
        await Task.Delay(5, cancellationToken);
        return "watched";
    }

    public static Task<string> RunAsync(World world) => WatchAsync(world.Token);
}
