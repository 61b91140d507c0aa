using System.Collections.Immutable;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Chooses new names for the variables and members of generated code.</summary>
internal static class Naming
{
    private static readonly ImmutableArray<string> s_names =
    [
        "reader", "gate", "flag", "cancellationToken", "Scope", "Subject", "PumpAsync", "pump", "item", "cts", "stop", "linked", "registration",
        "read", "first", "delay", "source", "LocalAsync", "timer",
    ];

    private static readonly ImmutableArray<string> s_others =
    [
        "@class", "@event", "@await", "value", "field", "async", "partial", "when", "@yield", "nameof", "scoped", "required", "_", "__",
        "данные", "数", "linkedCts", "linkedToken", "scopeCts", "scopeToken", "Cancel", "Token", "CancellationTokenSource", "Dispose", "Task",
        "\\u0061b", "@default", "notnull", "unmanaged", "args", "System", "i", "@checked", "file", "global", "record", "@true",
    ];

    /// <summary>Chooses new names for some of the names, and returns them by the old names.</summary>
    public static IReadOnlyDictionary<string, string> Choose(Random random)
    {
        string[] others = [.. s_others];
        random.Shuffle(others);
        var result = new Dictionary<string, string>();
        foreach (string name in s_names.Where(_ => random.Next(4) == 0))
        {
            result.Add(name, others[result.Count]);
        }

        return result;
    }
}
