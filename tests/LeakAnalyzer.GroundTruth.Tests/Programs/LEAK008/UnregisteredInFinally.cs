// clean: a 'finally' block removes the callback
public static class Question
{
    public static async Task<int> AskAsync(TaskCompletionSource<int> answer, CancellationToken token)
    {
        CancellationTokenRegistration registration = token.Register(() => answer.TrySetCanceled(token));
        try
        {
            return await answer.Task;
        }
        finally
        {
            registration.Unregister();
        }
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
