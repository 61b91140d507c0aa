internal static class TaskExtensions
{
    public static async void Forget(this Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e)
        {
            Trace.WriteLine(e.Message);
        }
    }
}
