using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Decides for which task starts of a check a stack is captured, because that costs ten times as much as the rest of the check.</summary>
/// <remarks>The first checks that see a method capture all its stacks, so a run of a single test has them all. Later checks capture one in 20 ms.</remarks>
internal sealed class StackRation(LeakCheckOptions options)
{
    private const int ChecksWithAll = 10;
    private const double MillisecondsPerStack = 20;

    private static readonly ConcurrentDictionary<string, StrongBox<int>> s_checks = new();

    private readonly Dictionary<string, int> _starts = [];
    private readonly long _begin = Stopwatch.GetTimestamp();
    private int _rationed;

    /// <summary>Whether to capture a stack for the next start of a method. Callers must hold a lock.</summary>
    /// <param name="operation">The runtime's name of the method.</param>
    public bool IsDue(string operation)
    {
        int starts = ++CollectionsMarshal.GetValueRefOrAddDefault(_starts, operation, out _);
        if (starts > options.StacksPerMethod && (options.StacksPerMethod == 0 || !IsPowerOfTen(starts)))
        {
            return false;
        }

        return !options.AreStacksRationed || IsNew(operation, starts == 1) || TakeOfRation();
    }

    /// <summary>Gives a method its full number of stacks again after it has leaked.</summary>
    public static void Renew(string operation)
    {
        if (s_checks.TryGetValue(operation, out StrongBox<int>? checks))
        {
            Volatile.Write(ref checks.Value, 0);
        }
    }

    private static bool IsNew(string operation, bool isNewInCheck)
    {
        StrongBox<int> checks = s_checks.GetOrAdd(operation, static _ => new StrongBox<int>());
        return (isNewInCheck ? Interlocked.Increment(ref checks.Value) : checks.Value) <= ChecksWithAll;
    }

    private bool TakeOfRation()
    {
        bool isLeft = (_rationed + 1) * MillisecondsPerStack <= Stopwatch.GetElapsedTime(_begin).TotalMilliseconds;
        _rationed += isLeft ? 1 : 0;
        return isLeft;
    }

    private static bool IsPowerOfTen(int number)
    {
        while (number % 10 == 0)
        {
            number /= 10;
        }

        return number == 1;
    }
}
