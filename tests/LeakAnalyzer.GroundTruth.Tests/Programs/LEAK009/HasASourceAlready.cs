// LEAK009: the delay has the token of a source that is disposed and not cancelled, which doesn't stop the delay's timer
public static class Question
{
    public static async Task<string> AskAsync(Task answer, TimeSpan patience)
    {
        using var over = new CancellationTokenSource();
        Task limit = Task.Delay(patience, over.Token); // LEAK009
        Task first = await Task.WhenAny(answer, limit);
        return first.Equals(answer) ? "answered" : "timeout";
    }

    public static Task<string> RunAsync(World world) => AskAsync(Task.Delay(2), world.Patience);
}
