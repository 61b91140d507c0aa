// LEAK008: the method returns a promise's task, and the callback that cancels the promise stays on the token after the promise is set
public static class Question
{
    public static Task<int> AskAsync(Action<Action<int>> ask, CancellationToken token)
    {
        var answer = new TaskCompletionSource<int>();
        token.Register(() => answer.TrySetCanceled(token)); // LEAK008
        ask(number => answer.TrySetResult(number));
        return answer.Task;
    }

    public static async Task<string> RunAsync(World world) => $"{await AskAsync(answer => answer(42), world.Token)}";
}
