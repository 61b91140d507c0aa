// LEAK006: one branch sets the promise that the task waits for, and the other doesn't
public static class Door
{
    public static async Task<string> OpenAsync(bool isAllowed)
    {
        var opened = new TaskCompletionSource(); // LEAK006
        string log = "closed";
        _ = Task.Run(async () =>
        {
            await opened.Task;
            Volatile.Write(ref log, "opened");
        });

        await Task.Delay(5);
        if (isAllowed)
        {
            opened.SetResult();
        }

        return isAllowed ? "allowed" : log;
    }

    public static async Task<string> RunAsync(World world) => $"{await OpenAsync(true)}, {await OpenAsync(false)}";
}
