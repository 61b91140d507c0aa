// LEAK005: the wait for an item loses the race against the task 'closed', and is left pending
// C# 7.3
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using LeakAnalyzer.GroundTruth;

namespace Billing
{
    public static class Consumer
    {
        public static async Task<string> NextAsync(ChannelReader<int> reader, Task closed, CancellationToken cancellationToken)
        {
            var ready = reader.WaitToReadAsync(cancellationToken).AsTask(); // LEAK005
            var first = await Task.WhenAny(ready, closed).ConfigureAwait(false);
            if (first == closed)
            {
                return "closed";
            }

            int item;
            return reader.TryRead(out item) ? item.ToString() : "nothing";
        }

        public static async Task<string> RunAsync(World world)
        {
            return await NextAsync(world.Items.Reader, Task.Delay(10), world.Token);
        }
    }
}
