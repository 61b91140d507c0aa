// clean: nobody awaits the local function, but its sleep ends
public static class Importer
{
    public static async Task<string> ImportAsync()
    {
        string state = "imported";
        _ = WatchAsync();
        await Task.Delay(1);
        return state;

        async Task WatchAsync()
        {
            try
            {
                await Task.Delay(100);
            }
            finally
            {
                state = "given up";
            }
        }
    }

    public static Task<string> RunAsync(World world) => ImportAsync();
}
