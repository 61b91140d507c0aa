using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Tells of which starts of one check a stack is taken, as to take one costs ten times as much as all the rest.</summary>
/// <remarks>
/// The tests of one suite start much the same methods. So each method has its stacks in the first checks that see it, and whoever runs one
/// test has them all; in the later ones of a long run they take less than a hundredth of the time, at 20 to 50 µs each.
/// </remarks>
internal sealed class StackRation(LeakCheckOptions options)
{
    private const int ChecksWithAll = 10;
    private const double MillisecondsPerStack = 20;

    private static readonly ConcurrentDictionary<string, StrongBox<int>> s_checks = new();

    private readonly Dictionary<string, int> _starts = [];
    private readonly long _begin = Stopwatch.GetTimestamp();
    private int _rationed;

    /// <summary>Whether to take one of a further start. Calls must not overlap.</summary>
    /// <param name="operation">What the runtime calls the method.</param>
    public bool IsDue(string operation)
    {
        int starts = ++CollectionsMarshal.GetValueRefOrAddDefault(_starts, operation, out _);
        if (starts > options.StacksPerMethod && (options.StacksPerMethod == 0 || !IsPowerOfTen(starts)))
        {
            return false;
        }

        return !options.AreStacksRationed || IsNew(operation, starts == 1) || TakeOfRation();
    }

    /// <summary>A method that has left something behind has all its stacks again: the next time its place is to be told.</summary>
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
