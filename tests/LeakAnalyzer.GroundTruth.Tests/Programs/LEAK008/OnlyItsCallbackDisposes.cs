// LEAK008: only the callback disposes the registration, and the callback runs only if the token is cancelled
// no fix: a 'using' declaration isn't possible, because the local is declared before the registration is made
public static class Question
{
    public static async Task<string> FirstAsync(Task answer, CancellationToken token)
    {
        var stopped = new TaskCompletionSource();
        IDisposable? registration = null;
        registration = token.Register(() => // LEAK008
        {
            stopped.TrySetResult();
            registration?.Dispose();
        });
        return await Task.WhenAny(answer, stopped.Task) == answer ? "answered" : "stopped";
    }

    public static Task<string> RunAsync(World world) => FirstAsync(Task.Delay(2), world.Token);
}
