// LEAK005: the method cancels the read that lost the race, but an exception after the race skips the call of Cancel
// no fix: the read already has the token of a source that the method cancels itself
public static class Consumer
{
    public static async Task<int?> NextAsync(ChannelReader<int> reader, Task closed, string settings)
    {
        using var lost = new CancellationTokenSource();
        Task<int> read = reader.ReadAsync(lost.Token).AsTask(); // LEAK005
        Task first = await Task.WhenAny(read, closed);
        Trace.WriteLine(int.Parse(settings));
        if (first == read)
        {
            return await read;
        }

        lost.Cancel();
        return null;
    }

    public static async Task<string> RunAsync(World world)
    {
        try
        {
            return $"{await NextAsync(world.Items.Reader, Task.Delay(5), "x")}";
        }
        catch (FormatException)
        {
            return "no number";
        }
    }
}
