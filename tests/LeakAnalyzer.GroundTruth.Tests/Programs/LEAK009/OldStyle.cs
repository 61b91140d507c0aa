// LEAK009: the method blocks until one of two tasks completes, and if that is the work, the delay's timer stays
// C# 7.3
using System;
using System.Threading.Tasks;
using LeakAnalyzer.GroundTruth;

namespace Billing
{
    public static class Limit
    {
        public static string Run(Task work, TimeSpan patience)
        {
            var delay = Task.Delay(patience); // LEAK009
            var first = Task.WaitAny(new[] { work, delay });
            return first == 0 ? "worked" : "timeout";
        }

        public static Task<string> RunAsync(World world)
        {
            return Task.FromResult(Run(Task.Delay(2), world.Patience));
        }
    }
}
