// LEAK002: the task's loop has only the caller's token, so it still runs after each of the method's three exits
// C# 7.3
using System;
using System.Threading;
using System.Threading.Tasks;
using LeakAnalyzer.GroundTruth;

namespace Billing
{
    internal sealed class Watcher
    {
        private readonly int _limit;

        public Watcher(int limit)
        {
            _limit = limit;
        }

        public async Task<string> CountAsync(int last, CancellationToken cancellationToken)
        {
            var beats = 0;
            var beating = Task.Run(async () => // LEAK002
            {
                while (true)
                {
                    beats++;
                    await Task.Delay(15, cancellationToken).ConfigureAwait(false);
                }
            });

            for (var i = 0; i < last; i++)
            {
                if (i == _limit)
                {
                    return "limit";
                }

                if (beating.IsFaulted)
                {
                    throw new InvalidOperationException("no heart");
                }

                await Task.Delay(1, cancellationToken).ConfigureAwait(false);
            }

            return "last";
        }
    }

    public static class Program
    {
        public static async Task<string> RunAsync(World world)
        {
            var watcher = new Watcher(4);
            return await watcher.CountAsync(2, world.Token) + " and " + await watcher.CountAsync(8, world.Token);
        }
    }
}
