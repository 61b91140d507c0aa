// clean: WaitAsync removes its callback when the work has ended
public static class Request
{
    public static async Task<string> FirstAsync(Task work, CancellationToken token)
    {
        await work.WaitAsync(token);
        return "worked";
    }

    public static Task<string> RunAsync(World world) => FirstAsync(Task.Delay(5), world.Token);
}
