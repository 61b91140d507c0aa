// LEAK005: each time the delay loses the race, it leaves a callback on the caller's token
public static class Request
{
    public static async Task<string> FirstAsync(Task work, CancellationToken token)
    {
        Task first = await Task.WhenAny(work, Task.Delay(Timeout.Infinite, token)); // LEAK005
        return first == work ? "worked" : "given up";
    }

    public static Task<string> RunAsync(World world) => FirstAsync(Task.Delay(5), world.Token);
}
