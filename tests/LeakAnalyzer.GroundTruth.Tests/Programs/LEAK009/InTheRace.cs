// LEAK009: the work wins, and the delay's timer stays
public static class Limit
{
    public static async Task<string> RunAsync(Task work, TimeSpan patience)
    {
        if (await Task.WhenAny(work, Task.Delay(patience)) != work) // LEAK009
        {
            return "timeout";
        }

        return "worked";
    }

    public static Task<string> RunAsync(World world) => RunAsync(Task.Delay(2), world.Patience);
}
