// LEAK007: each attempt leaves a linked source registered with the caller's token
public static class Retry
{
    public static async Task<string> RetryAsync(int attempts, CancellationToken token)
    {
        for (int attempt = 1; ; attempt++)
        {
            var timeout = CancellationTokenSource.CreateLinkedTokenSource(token); // LEAK007
            timeout.CancelAfter(10_000);
            await Task.Delay(1, timeout.Token);
            if (attempt == attempts)
            {
                return $"{attempt} attempts";
            }
        }
    }

    public static Task<string> RunAsync(World world) => RetryAsync(3, world.Token);
}
