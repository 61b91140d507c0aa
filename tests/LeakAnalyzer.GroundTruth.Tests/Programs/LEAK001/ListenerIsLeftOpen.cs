// LEAK001: the task waits for a client of a listener that nobody stops
public static class Probe
{
    public static async Task<string> ProbeAsync(CancellationToken cancellationToken)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () => // LEAK001
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            client.NoDelay = true;
        });

        await Task.Delay(10, cancellationToken);
        return "probed";
    }

    public static Task<string> RunAsync(World world) => ProbeAsync(world.Token);
}
