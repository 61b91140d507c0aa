// LEAK001: the task still waits for an item when the method returns, after its loop or by the return inside it
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
        public static async Task<int> ExportAsync(ChannelReader<int> parent, int rows, CancellationToken cancellationToken)
        {
            if (rows == 0)
            {
                return 0;
            }

            var isStopped = false;
            Task.Run(async () => // LEAK001
            {
                await parent.ReadAsync().ConfigureAwait(false);
                isStopped = true;
            }).ConfigureAwait(false);

            for (var i = 0; i < rows; i++)
            {
                if (isStopped || i == 5)
                {
                    return i;
                }

                await Task.Delay(1, cancellationToken).ConfigureAwait(false);
            }

            return rows;
        }

        public static async Task<string> RunAsync(World world)
        {
            var few = await ExportAsync(world.Items.Reader, 3, world.Token);
            var many = await ExportAsync(world.Items.Reader, 10, world.Token);
            return few + " and " + many;
        }
    }
}
