using System.Threading.Channels;

namespace ReferenceMethods;

/// <summary>
/// Three ways to loop until a parent channel says stop, after the blog post "Leaky Go Channels".
/// Each call of <see cref="LeakyAsync"/> leaves a task behind that never completes; the other two leave nothing.
/// </summary>
public static class ChannelForm
{
    /// <summary>Polls the parent on each iteration: nothing is started, so nothing leaks, but each iteration pays for the poll.</summary>
    /// <param name="parent">An item in this channel tells the loop to stop.</param>
    /// <param name="iterations">How many iterations the loop makes if nothing tells it to stop.</param>
    public static Task Selecting(ChannelReader<int> parent, int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            if (parent.TryRead(out _))
            {
                break;
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Starts a task that waits on the parent, then loops. The loop ends; the task does not.</summary>
    /// <param name="parent">An item in this channel tells the loop to stop.</param>
    /// <param name="iterations">How many iterations the loop makes if nothing tells it to stop.</param>
    public static Task LeakyAsync(ChannelReader<int> parent, int iterations)
    {
        bool stopped = false;
        _ = Task.Run(async () =>
        {
            await parent.ReadAsync();
            Volatile.Write(ref stopped, true);
        });

        for (int i = 0; i < iterations; i++)
        {
            if (Volatile.Read(ref stopped))
            {
                break;
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Like <see cref="LeakyAsync"/>, but the task waits with a token that is cancelled whenever the method exits.</summary>
    /// <param name="parent">An item in this channel tells the loop to stop.</param>
    /// <param name="iterations">How many iterations the loop makes if nothing tells it to stop.</param>
    /// <param name="cancellationToken">The caller's token; the method's own source is linked to it.</param>
    public static Task ContextAsync(ChannelReader<int> parent, int iterations, CancellationToken cancellationToken = default)
    {
        bool stopped = false;
        using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken linkedToken = linkedCts.Token;
        try
        {
            _ = Task.Run(async () =>
            {
                await parent.ReadAsync(linkedToken);
                Volatile.Write(ref stopped, true);
            });

            for (int i = 0; i < iterations; i++)
            {
                if (Volatile.Read(ref stopped))
                {
                    break;
                }
            }

            return Task.CompletedTask;
        }
        finally
        {
            linkedCts.Cancel();
        }
    }
}
