// clean: the promise is set in one branch, and cancelled in the other
public static class Door
{
    public static string Open(bool isAllowed)
    {
        var opened = new TaskCompletionSource();
        _ = Task.Run(async () =>
        {
            await opened.Task;
            Trace.WriteLine("opened");
        });

        if (isAllowed)
        {
            opened.SetResult();
        }
        else
        {
            opened.SetCanceled();
        }

        return isAllowed ? "allowed" : "closed";
    }

    public static Task<string> RunAsync(World world) => Task.FromResult($"{Open(true)}, {Open(false)}");
}
