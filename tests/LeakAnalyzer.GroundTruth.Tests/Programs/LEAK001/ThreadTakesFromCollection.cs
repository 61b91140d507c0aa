// LEAK001: the thread waits for one more message, which nobody adds
// no fix: the exception of a cancelled wait would leave the thread's body and crash the process
public static class Mailer
{
    public static string Send(World world)
    {
        var outbox = new BlockingCollection<string>();
        IDisposable work = world.Work();
        var thread = new Thread(() =>
        {
            using (work)
            {
                while (true)
                {
                    world.Log(outbox.Take());
                }
            }
        })
        { IsBackground = true };
        thread.Start(); // LEAK001
        outbox.Add("to Ada");
        Thread.Sleep(30);
        return world.Logged;
    }

    public static Task<string> RunAsync(World world) => Task.FromResult(Send(world));
}
