// LEAK010: the type's Dispose disposes only a stream, and the loop goes on waiting for the semaphore
// no fix: a new source would be linked to the token of 'Start', which may be called again with another token
// C# 7.3
using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LeakAnalyzer.GroundTruth;

namespace Billing
{
    public sealed class Watcher : IDisposable
    {
        private readonly SemaphoreSlim _signal = new SemaphoreSlim(0);
        private readonly MemoryStream _log = new MemoryStream();
        private Task _loop;

        public void Start(CancellationToken cancellationToken)
        {
            _loop = WatchAsync(cancellationToken); // LEAK010
        }

        public bool IsWatching
        {
            get { return _loop != null && !_loop.IsCompleted; }
        }

        public void Dispose()
        {
            _log.Dispose();
        }

        private async Task WatchAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                await _signal.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        public static async Task<string> RunAsync(World world)
        {
            using (var watcher = new Watcher())
            {
                watcher.Start(world.Token);
                await Task.Delay(5).ConfigureAwait(false);
                return watcher.IsWatching ? "watching" : "blind";
            }
        }
    }
}
