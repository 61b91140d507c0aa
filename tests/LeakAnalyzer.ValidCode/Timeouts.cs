// Close to what LEAK005, LEAK007 and LEAK009 report, but without a leak: races against a time limit. The loser is cancelled, awaited, or a
// task that belongs to the caller.
using System.Threading.Channels;

namespace LeakAnalyzer.ValidCode;

public static class Timeouts
{
    /// <summary>Gets the result of a task, or the default value if it takes too long. In that case the task is cancelled and awaited.</summary>
    public static async Task<T?> WithinAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan time, CancellationToken token)
    {
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task<T> working = work(cts.Token);
        Task timer = Task.Delay(time, cts.Token);
        try
        {
            return await Task.WhenAny(working, timer).ConfigureAwait(false) == working
                ? await working.ConfigureAwait(false)
                : default;
        }
        finally
        {
            await cts.CancelAsync().ConfigureAwait(false);
            await ((Task)working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads an item, or returns the default value after a time limit. The read is then cancelled, so that it takes no item later.</summary>
    public static async Task<T?> NextAsync<T>(ChannelReader<T> items, TimeSpan time, CancellationToken token)
    {
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
        cts.CancelAfter(time);
        try
        {
            return await items.ReadAsync(cts.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return default;
        }
    }

    /// <summary>Waits for a task that belongs to the caller. After the time limit the wait ends, and the task itself continues.</summary>
    public static async Task<bool> IsDoneWithinAsync(Task task, TimeSpan time)
    {
        try
        {
            await task.WaitAsync(time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Reads batches from a channel. A batch is handled when it is full, or after a time limit.</summary>
    public static async Task BatchAsync<T>(ChannelReader<T> items, int most, TimeSpan time, Func<List<T>, Task> handle, CancellationToken token)
    {
        var batch = new List<T>(most);
        Task<bool> available = items.WaitToReadAsync(token).AsTask();
        while (await available.ConfigureAwait(false))
        {
            using (var full = CancellationTokenSource.CreateLinkedTokenSource(token))
            {
                Task timer = Task.Delay(time, full.Token);
                while (batch.Count < most && await Task.WhenAny(available, timer).ConfigureAwait(false) == available
                    && await available.ConfigureAwait(false))
                {
                    while (batch.Count < most && items.TryRead(out T? item))
                    {
                        batch.Add(item);
                    }

                    available = items.WaitToReadAsync(token).AsTask();
                }

                await full.CancelAsync().ConfigureAwait(false);
            }

            await handle(batch).ConfigureAwait(false);
            batch = new List<T>(most);
        }
    }
}
