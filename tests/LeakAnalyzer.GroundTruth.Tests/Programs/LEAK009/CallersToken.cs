// LEAK009: the delay has only the caller's token, which isn't cancelled after the race, so the delay's timer stays
public static class Question
{
    public static async Task<string> AskAsync(Task answer, TimeSpan patience, CancellationToken token)
    {
        Task first = await Task.WhenAny(answer, Task.Delay(patience, token)); // LEAK009
        return ReferenceEquals(first, answer) ? "answered" : "timeout";
    }

    public static Task<string> RunAsync(World world) => AskAsync(Task.Delay(2), world.Patience, world.Token);
}
