// clean: the 'using' declaration removes the callback
public static class Question
{
    public static async Task<int> AskAsync(TaskCompletionSource<int> answer, CancellationToken token)
    {
        await using CancellationTokenRegistration registration = token.Register(() => answer.TrySetCanceled(token));
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
