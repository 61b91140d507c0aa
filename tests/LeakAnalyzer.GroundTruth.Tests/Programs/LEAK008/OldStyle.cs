// LEAK008: the method drops the registration, so the callback stays on the token after the method has returned
// C# 7.3
using System.Threading;
using System.Threading.Tasks;
using LeakAnalyzer.GroundTruth;

namespace Billing
{
    public static class Barrier
    {
        public static bool Pass(ManualResetEventSlim opened, CancellationToken cancellationToken)
        {
            cancellationToken.Register(opened.Set); // LEAK008
            opened.Wait(cancellationToken);
            return !cancellationToken.IsCancellationRequested;
        }

        public static Task<string> RunAsync(World world)
        {
            using (var opened = new ManualResetEventSlim(initialState: true))
            {
                return Task.FromResult(Pass(opened, world.Token) ? "passed" : "held");
            }
        }
    }
}
