namespace ReferenceMethods;

/// <summary>
/// The methods of <c>ChannelForm</c> with a <see cref="CancellationToken"/> as the parent.
/// </summary>
public static class TokenForm
{
    /// <summary>Polls the parent on each iteration: nothing is started, so nothing leaks, but each iteration pays for the poll.</summary>
    /// <param name="parent">Its cancellation tells the loop to stop.</param>
    /// <param name="iterations">How many iterations the loop makes if nothing tells it to stop.</param>
    public static Task Selecting(CancellationToken parent, int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            if (parent.IsCancellationRequested)
            {
                break;
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Starts a task that waits, then loops. The parent is passed only to <see cref="Task.Run(Func{Task}, CancellationToken)"/>,
    /// where it can prevent the start of the task but can't end the wait. So the task still waits when the loop has ended.
    /// </summary>
    /// <param name="parent">Its cancellation was meant to tell the loop to stop.</param>
    /// <param name="iterations">How many iterations the loop makes if nothing tells it to stop.</param>
    public static Task LeakyAsync(CancellationToken parent, int iterations)
    {
        bool stopped = false;
        _ = Task.Run(async () =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite);
            }
            finally
            {
                Volatile.Write(ref stopped, true);
            }
        }, parent);

        for (int i = 0; i < iterations; i++)
        {
            if (Volatile.Read(ref stopped))
            {
                break;
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Like <see cref="LeakyAsync"/>, but the task waits with a token that is linked to the parent and cancelled whenever the method exits.
    /// </summary>
    /// <param name="parent">Its cancellation tells the loop to stop.</param>
    /// <param name="iterations">How many iterations the loop makes if nothing tells it to stop.</param>
    public static Task ContextAsync(CancellationToken parent, int iterations)
    {
        bool stopped = false;
        using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(parent);
        CancellationToken linkedToken = linkedCts.Token;
        try
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, linkedToken);
                }
                finally
                {
                    Volatile.Write(ref stopped, true);
                }
            }, linkedToken);

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
