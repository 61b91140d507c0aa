using System.Threading.Channels;

namespace LeakAnalyzer.Benchmarks.Picture;

/// <summary>A common but wrong fix of <c>LeakyAsync</c>: it links a source and disposes it, but <c>Dispose</c> doesn't cancel.</summary>
internal static class NaiveFix
{
    /// <summary><see cref="ReferenceMethods.ChannelForm.ContextAsync"/> without its <c>Cancel</c> call.</summary>
    public static Task DisposedAsync(ChannelReader<int> parent, int iterations, CancellationToken cancellationToken)
    {
        bool stopped = false;
        using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken linkedToken = linkedCts.Token;
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
}
