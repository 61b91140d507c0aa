// LEAK009: when the work wins the race, the delay's timer stays
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
