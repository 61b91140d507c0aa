// LEAK008: each call adds a callback that stays on the host's token
public static class Question
{
    public static async Task<int> AskAsync(TaskCompletionSource<int> answer, CancellationToken token)
    {
        token.Register(() => answer.TrySetCanceled(token)); // LEAK008
        return await answer.Task;
    }

    public static async Task<string> RunAsync(World world)
    {
        var answer = new TaskCompletionSource<int>();
        Task<int> asked = AskAsync(answer, world.Token);
        answer.SetResult(42);
        return $"{await asked}";
    }
}
