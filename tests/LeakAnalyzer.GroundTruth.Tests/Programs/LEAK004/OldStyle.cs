// LEAK004: the loop's delay has no token, although the method has one
// C# 7.3
using System;
using System.Threading;
using System.Threading.Tasks;
using LeakAnalyzer.GroundTruth;

namespace Billing
{
    public sealed class Poller
    {
        private int _polls;

        public int Polls
        {
            get { return _polls; }
        }

        public void Start(CancellationToken stopped)
        {
            Task.Factory.StartNew(async () => // LEAK004
            {
                while (true)
                {
                    _polls++;
                    await Task.Delay(20).ConfigureAwait(false);
                }
            });
        }

        public static async Task<string> RunAsync(World world)
        {
            using (var stop = new CancellationTokenSource())
            {
                var poller = new Poller();
                poller.Start(stop.Token);
                try
                {
                    while (poller.Polls == 0)
                    {
                        await Task.Delay(1).ConfigureAwait(false);
                    }

                    return "polled";
                }
                finally
                {
                    stop.Cancel();
                }
            }
        }
    }
}
