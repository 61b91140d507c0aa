// clean: the loop ends by itself when there is nothing to do
public static class Cleaner
{
    public static async Task<string> CleanAsync(CancellationToken cancellationToken)
    {
        int left = 3;
        _ = Task.Run(async () =>
        {
            for (; ; )
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    break;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(5));
            }
        });

        await Task.Delay(5, cancellationToken);
        return "cleaned";
    }

    public static Task<string> RunAsync(World world) => CleanAsync(world.Token);
}
