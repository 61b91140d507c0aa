// LEAK008: an exception skips the disposal of the registration, so the callback stays on the token
public static class Question
{
    public static async Task<int> AskAsync(TaskCompletionSource<int> answer, CancellationToken token)
    {
        CancellationTokenRegistration registration = token.Register(() => answer.TrySetCanceled(token)); // LEAK008
        int result = await answer.Task;
        registration.Dispose();
        return result;
    }

    public static async Task<string> RunAsync(World world)
    {
        var answer = new TaskCompletionSource<int>();
        Task<int> asked = AskAsync(answer, world.Token);
        answer.SetException(new IOException("no answer"));
        try
        {
            return $"{await asked}";
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
