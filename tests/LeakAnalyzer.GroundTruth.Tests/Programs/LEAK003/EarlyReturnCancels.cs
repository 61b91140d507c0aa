// clean: a 'finally' block cancels the source after both returns, and after an exception
public static class Search
{
    public static async Task<int> FindAsync(int[] rows, int wanted, CancellationToken token)
    {
        using var searched = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            _ = TickAsync(searched.Token);
            for (int i = 0; i < rows.Length; i++)
            {
                if (rows[i] == wanted)
                {
                    return i;
                }

                await Task.Delay(1, token);
            }

            return -1;
        }
        finally
        {
            await searched.CancelAsync();
        }
    }

    private static async Task TickAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(20, stop);
        }
    }

    public static async Task<string> RunAsync(World world) => $"{await FindAsync([1, 2, 3], 3, world.Token)}";
}
