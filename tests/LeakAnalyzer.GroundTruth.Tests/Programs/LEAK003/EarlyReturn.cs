// LEAK003: the return inside the loop skips the call of Cancel
public static class Search
{
    public static async Task<int> FindAsync(int[] rows, int wanted, CancellationToken token)
    {
        using var searched = CancellationTokenSource.CreateLinkedTokenSource(token); // LEAK003
        _ = TickAsync(searched.Token);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] == wanted)
            {
                return i;
            }

            await Task.Delay(1, token);
        }

        searched.Cancel();
        return -1;
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
