// LEAK008: the callback only cancels the promise whose task the method returns, and stays after the promise is set
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
