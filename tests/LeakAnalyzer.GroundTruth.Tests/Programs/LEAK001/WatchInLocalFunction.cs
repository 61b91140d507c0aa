// LEAK001: nobody awaits the local function, which sleeps for ever
public static class Importer
{
    public static async Task<string> ImportAsync()
    {
        string state = "imported";
        _ = WatchAsync(); // LEAK001
        await Task.Delay(10);
        return state;

        async Task WatchAsync()
        {
            try
            {
                await Task.Delay(Timeout.Infinite);
            }
            finally
            {
                state = "given up";
            }
        }
    }

    public static Task<string> RunAsync(World world) => ImportAsync();
}
