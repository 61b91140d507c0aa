// clean: the registration is in a field, and the type's Dispose disposes it
public sealed class Session : IDisposable
{
    private readonly CancellationTokenRegistration _stopping;
    private int _stops;

    public Session(CancellationToken stopping) => _stopping = stopping.Register(() => Interlocked.Increment(ref _stops));

    public string State => _stops == 0 ? "running" : "stopped";

    public void Dispose() => _stopping.Dispose();

    public static Task<string> RunAsync(World world)
    {
        using var session = new Session(world.Token);
        return Task.FromResult(session.State);
    }
}
