// LEAK003: the 'using' statement disposes the source, which doesn't cancel it
// C# 7.3
using System;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using LeakAnalyzer.GroundTruth;

namespace Billing
{
    public static class Exporter
    {
        public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
        {
            using (var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken)) // LEAK003
            {
                var stop = linked.Token;
                var reading = Task.Run(async () => await parent.ReadAsync(stop).ConfigureAwait(false));
                await Task.Delay(10, cancellationToken).ConfigureAwait(false);
                return reading.IsCompleted ? "stopped" : "exported";
            }
        }

        public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
    }
}
