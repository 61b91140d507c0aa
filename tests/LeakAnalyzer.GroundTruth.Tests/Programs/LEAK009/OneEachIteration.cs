// LEAK009: each job that is done in time leaves a timer
public static class Batch
{
    public static async Task<string> RunAsync(IReadOnlyList<Func<Task>> jobs, TimeSpan patience)
    {
        foreach (Func<Task> job in jobs)
        {
            Task work = job();
            Task idle = Task.Delay(patience); // LEAK009
            if (await Task.WhenAny(work, idle) == idle)
            {
                return "timeout";
            }

            await work;
        }

        return $"{jobs.Count} jobs";
    }

    public static Task<string> RunAsync(World world) => RunAsync([() => Task.Delay(1), () => Task.CompletedTask], world.Patience);
}
