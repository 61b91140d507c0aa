using System.Text.RegularExpressions;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Adds to type names the namespaces that the code doesn't import.</summary>
internal static partial class LongNames
{
    /// <summary>Changes all type names of the framework.</summary>
    public static string InAll(string code) => LongWord().Replace(code, match => LongNameOf(match.Value));

    /// <summary>Changes the type names of <c>System.Threading</c>.</summary>
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
