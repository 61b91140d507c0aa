// clean: the method completes the collection that the thread takes from, so the thread ends
public static class Mailer
{
    public static string Send(World world)
    {
        var outbox = new BlockingCollection<string>();
        try
        {
            IDisposable work = world.Work();
            var thread = new Thread(() =>
            {
                using (work)
                {
                    foreach (string mail in outbox.GetConsumingEnumerable())
                    {
                        world.Log(mail);
                    }
                }
            })
            { IsBackground = true };
            thread.Start();
            outbox.Add("to Ada");
            Thread.Sleep(30);
            return world.Logged;
        }
        finally
        {
            outbox.CompleteAdding();
        }
    }

    public static Task<string> RunAsync(World world) => Task.FromResult(Send(world));
}
