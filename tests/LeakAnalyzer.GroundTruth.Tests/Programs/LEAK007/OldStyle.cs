// LEAK007: the early return skips the disposal of the linked source
// C# 7.3
using System.Threading;
using System.Threading.Tasks;
using LeakAnalyzer.GroundTruth;

namespace Billing
{
    public static class Client
    {
        public static async Task<string> GetAsync(bool isCached, CancellationToken cancellationToken)
        {
            var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken); // LEAK007
            if (isCached)
            {
                return "cached";
            }

            await Task.Delay(2, linked.Token).ConfigureAwait(false);
            linked.Dispose();
            return "fetched";
        }

        public static async Task<string> RunAsync(World world)
        {
            return await GetAsync(false, world.Token) + ", " + await GetAsync(true, world.Token);
        }
    }
}
