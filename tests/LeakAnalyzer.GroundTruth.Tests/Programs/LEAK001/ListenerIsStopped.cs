// clean: the method stops the listener on every path, which ends the pending accept
public static class Probe
{
    public static async Task<string> ProbeAsync(CancellationToken cancellationToken)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            _ = Task.Run(async () =>
            {
                using TcpClient client = await listener.AcceptTcpClientAsync();
                client.NoDelay = true;
            });

            await Task.Delay(10, cancellationToken);
            return "probed";
        }
        finally
        {
            listener.Stop();
        }
    }

    public static Task<string> RunAsync(World world) => ProbeAsync(world.Token);
}
