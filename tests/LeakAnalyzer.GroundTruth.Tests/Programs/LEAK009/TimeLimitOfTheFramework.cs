// clean: WaitAsync stops its timer when the work is done
public static class Limit
{
    public static async Task<string> RunAsync(Task work, TimeSpan patience)
    {
        try
        {
            await work.WaitAsync(patience);
            return "worked";
        }
        catch (TimeoutException)
        {
            return "timeout";
        }
    }

    public static Task<string> RunAsync(World world) => RunAsync(Task.Delay(2), world.Patience);
}
