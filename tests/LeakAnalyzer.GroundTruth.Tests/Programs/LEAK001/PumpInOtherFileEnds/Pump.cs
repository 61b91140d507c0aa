internal static class Pump
{
    public static async Task RunAsync(ChannelReader<int> commands)
    {
        while (await commands.WaitToReadAsync())
        {
            Drain(commands);
        }
    }

    private static void Drain(ChannelReader<int> commands)
    {
        while (commands.TryRead(out int command))
        {
            Trace.WriteLine(command);
        }
    }
}
