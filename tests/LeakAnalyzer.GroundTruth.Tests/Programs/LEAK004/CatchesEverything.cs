// LEAK004: the loop catches every exception of its iterations, so nothing ends it
public static class Cleaner
{
    public static async Task<string> CleanAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(async () => // LEAK004
        {
            for (; ; )
            {
                try
                {
                    Trace.WriteLine(int.Parse("1"));
                }
                catch (Exception e)
                {
                    Trace.WriteLine(e.Message);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        });

        await Task.Delay(30, cancellationToken);
        return "cleaned";
    }

    public static Task<string> RunAsync(World world) => CleanAsync(world.Token);
}
