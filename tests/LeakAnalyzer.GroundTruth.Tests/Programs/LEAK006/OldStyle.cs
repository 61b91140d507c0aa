// LEAK006: after an exception the method doesn't complete the channel, and its consumer waits for more rows
// C# 7.3
using System;
using System.Threading.Channels;
using System.Threading.Tasks;
using LeakAnalyzer.GroundTruth;

namespace Billing
{
    public static class Importer
    {
        public static async Task<string> ImportAsync(string[] rows)
        {
            var channel = Channel.CreateUnbounded<int>(); // LEAK006
            var sum = 0;
            var consumer = Task.Run(async () =>
            {
                while (await channel.Reader.WaitToReadAsync().ConfigureAwait(false))
                {
                    int row;
                    while (channel.Reader.TryRead(out row))
                    {
                        sum += row;
                    }
                }
            });

            try
            {
                foreach (var row in rows)
                {
                    await channel.Writer.WriteAsync(int.Parse(row)).ConfigureAwait(false);
                }

                channel.Writer.Complete();
                await consumer.ConfigureAwait(false);
                return "sum " + sum;
            }
            catch (FormatException)
            {
                return "not a number";
            }
        }

        public static async Task<string> RunAsync(World world)
        {
            return await ImportAsync(new[] { "1", "2" }) + ", " + await ImportAsync(new[] { "1", "x" });
        }
    }
}
