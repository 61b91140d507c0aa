// Close to what LEAK001, LEAK003, LEAK005 and LEAK006 report, but without a leak: of several attempts, the first that succeeds is used. The
// others are cancelled on every path, and no writer is left waiting for room in a full channel.
using System.Threading.Channels;

namespace LeakAnalyzer.ValidCode;

public static class FirstResult
{
    /// <summary>Begins all attempts, and returns the first result.</summary>
    public static async Task<T> OfAnyAsync<T>(IReadOnlyList<Func<CancellationToken, Task<T>>> attempts, CancellationToken token)
    {
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(token);
        List<Task<T>> running = [.. attempts.Select(attempt => attempt(decided.Token))];
        try
        {
            while (running.Count > 0)
            {
                Task<T> next = await Task.WhenAny(running).ConfigureAwait(false);
                running.Remove(next);
                if (next.IsCompletedSuccessfully || running.Count == 0)
                {
                    return await next.ConfigureAwait(false);
                }
            }

            throw new ArgumentException("There is no attempt.", nameof(attempts));
        }
        finally
        {
            await decided.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Searches several places at the same time, and returns the first hit.</summary>
    public static async Task<string?> SearchAsync(IEnumerable<IAsyncEnumerable<string>> places, Predicate<string> isHit, CancellationToken token)
    {
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(token);
        var hits = Channel.CreateBounded<string>(1);
        Task searching = SearchAllAsync(places, isHit, hits.Writer, decided.Token);
        try
        {
            await foreach (string hit in hits.Reader.ReadAllAsync(token).ConfigureAwait(false))
            {
                return hit;
            }

            return null;
        }
        finally
        {
            await decided.CancelAsync().ConfigureAwait(false);
            await searching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Finds the first prime number above a number.</summary>
    public static async Task<int> FirstPrimeAboveAsync(int least)
    {
        var candidates = Channel.CreateBounded<int>(4);
        Task counting = CountAsync(least, candidates.Writer);
        try
        {
            await foreach (int candidate in candidates.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                if (IsPrime(candidate))
                {
                    return candidate;
                }
            }

            return -1;
        }
        finally
        {
            candidates.Writer.TryComplete();
            await counting.ConfigureAwait(false);
        }
    }

    private static async Task CountAsync(int least, ChannelWriter<int> candidates)
    {
        for (int i = least; await candidates.WaitToWriteAsync().ConfigureAwait(false); i++)
        {
            candidates.TryWrite(i);
        }
    }

    private static bool IsPrime(int number)
    {
        for (int divisor = 2; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return number > 1;
    }

    private static async Task SearchAllAsync(
        IEnumerable<IAsyncEnumerable<string>> places, Predicate<string> isHit, ChannelWriter<string> hits, CancellationToken token)
    {
        try
        {
            await Parallel.ForEachAsync(places, token, async (place, stop) =>
            {
                await foreach (string text in place.WithCancellation(stop).ConfigureAwait(false))
                {
                    if (isHit(text))
                    {
                        await hits.WriteAsync(text, stop).ConfigureAwait(false);
                    }
                }
            }).ConfigureAwait(false);
        }
        finally
        {
            hits.Complete();
        }
    }
}
