using System.Threading.Channels;

namespace LeakAnalyzer.Benchmarks.Picture;

/// <summary>
/// What is often written to mend <c>LeakyAsync</c>: the source is linked and disposed, but <c>Dispose</c> doesn't cancel.
/// LEAK003 reports it, so it isn't in the sample, whose build warns of <c>LeakyAsync</c> alone.
/// </summary>
internal static class NaiveFix
{
    /// <summary><c>ContextAsync</c> of the channel form without its <c>Cancel</c>.</summary>
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
