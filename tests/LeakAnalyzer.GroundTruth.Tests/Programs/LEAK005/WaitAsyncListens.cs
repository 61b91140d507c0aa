// clean: WaitAsync removes its callback from the token when the work has completed
public static class Request
{
    public static async Task<string> FirstAsync(Task work, CancellationToken token)
    {
        await work.WaitAsync(token);
        return "worked";
    }

    public static Task<string> RunAsync(World world) => FirstAsync(Task.Delay(5), world.Token);
}
