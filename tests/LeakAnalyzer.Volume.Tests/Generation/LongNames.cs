using System.Text.RegularExpressions;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Writes types with their namespaces, for code that doesn't import the namespaces.</summary>
internal static partial class LongNames
{
    /// <summary>Writes all types that generated code uses with their namespaces.</summary>
    public static string InAll(string code) => LongWord().Replace(code, match => LongNameOf(match.Value));

    /// <summary>Writes only the types of <c>System.Threading</c> with their namespace.</summary>
    public static string InThreading(string code) => ThreadingWord().Replace(code, match => LongNameOf(match.Value));

    private static string LongNameOf(string name) => name switch
    {
        "Channel" or "ChannelReader" => "System.Threading.Channels." + name,
        "Task" or "ValueTask" or "TaskCompletionSource" or "TaskCreationOptions" => "System.Threading.Tasks." + name,
        "CancellationToken" or "CancellationTokenSource" or "CancellationTokenRegistration" or "SemaphoreSlim" or "Thread" or "Timeout" or "PeriodicTimer" or "ThreadPool"
            => "System.Threading." + name,
        "IEnumerable" or "IAsyncEnumerable" => "System.Collections.Generic." + name,
        _ => "System." + name,
    };

    [GeneratedRegex(@"(?<![.\w""])(Channel|ChannelReader|Task|ValueTask|TaskCompletionSource|TaskCreationOptions|IDisposable|IAsyncDisposable|GC|CancellationToken|CancellationTokenSource|CancellationTokenRegistration|SemaphoreSlim|Thread|Timeout|PeriodicTimer|ThreadPool|IEnumerable|IAsyncEnumerable|Func|Action|TimeSpan|InvalidOperationException|TimeoutException|Exception|EventHandler)\b(?! =>)(?!\(int)")]
    private static partial Regex LongWord();

    [GeneratedRegex(@"(?<![.\w""])(CancellationToken|CancellationTokenSource|CancellationTokenRegistration|SemaphoreSlim|Thread|Timeout|PeriodicTimer|ThreadPool)\b(?! =>)(?!\(int)")]
    private static partial Regex ThreadingWord();
}
