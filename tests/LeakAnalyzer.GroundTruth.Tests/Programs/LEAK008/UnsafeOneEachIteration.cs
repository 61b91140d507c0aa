// LEAK008: each iteration leaves a callback on the caller's token
public static class Poller
{
    public static async Task<string> PollAsync(int polls, CancellationToken token)
    {
        for (int i = 0; i < polls; i++)
        {
            token.UnsafeRegister(_ => Trace.WriteLine("stopped"), null); // LEAK008
            await Task.Delay(1, token);
        }

        return $"{polls} polls";
    }

    public static Task<string> RunAsync(World world) => PollAsync(3, world.Token);
}
