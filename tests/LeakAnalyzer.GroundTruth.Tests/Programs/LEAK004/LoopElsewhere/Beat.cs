internal static class Beat
{
    public static async Task RunAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (await timer.WaitForNextTickAsync())
        {
            Trace.WriteLine("beat");
        }
    }
}
