// clean: the method cancels its linked source on every path, without a 'using' declaration
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
            using (var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                var stop = linked.Token;
                try
                {
                    var isStopped = false;
                    Task.Run(async () =>
                    {
                        await parent.ReadAsync(stop).ConfigureAwait(false);
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
                finally
                {
                    linked.Cancel();
                }
            }
        }

        public static async Task<string> RunAsync(World world)
        {
            var few = await ExportAsync(world.Items.Reader, 3, world.Token);
            var many = await ExportAsync(world.Items.Reader, 10, world.Token);
            return few + " and " + many;
        }
    }
}
