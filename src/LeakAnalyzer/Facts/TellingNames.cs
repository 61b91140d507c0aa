using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Facts;

/// <summary>What the framework's habits of naming tell of members that nothing else is known of.</summary>
internal static class TellingNames
{
    private static readonly string[] s_starts = ["Start", "Open", "Connect", "Begin", "Listen"];

    private static readonly string[] s_newBeginnings = ["Reconnect", "Restart", "Reset", "Reload", "Refresh", "Renew"];

    /// <summary>Whether a method whose body can't be seen waits for the task that it is given: <c>WaitWithoutException</c>.</summary>
    public static bool SoundsLikeWait(IMethodSymbol method) => method.Name.StartsWith("Wait", StringComparison.Ordinal);

    /// <summary>Whether a method stops what its object does: <c>StopAsync</c>.</summary>
    public static bool SoundsLikeStop(IMethodSymbol method) => method.Name.StartsWith("Stop", StringComparison.Ordinal);

    /// <summary>Whether a method begins what its object then does by itself: <c>StartAsync</c>, <c>Open</c>.</summary>
    public static bool SoundsLikeStart(IMethodSymbol method) => IsOneOf(method, s_starts);

    /// <summary>Whether a method begins anew what its object did before: <c>ReconnectAsync</c>.</summary>
    public static bool SoundsLikeAgain(IMethodSymbol method) => IsOneOf(method, s_newBeginnings);

    private static bool IsOneOf(IMethodSymbol method, string[] verbs)
    {
        foreach (string verb in verbs)
        {
            if (method.Name.StartsWith(verb, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a number is a time after which a call gives up: <c>millisecondsTimeout</c>, <c>timeout</c>.</summary>
    public static bool SoundsLikeTime(IParameterSymbol number) => number.Name.EndsWith("imeout", StringComparison.Ordinal);
}
