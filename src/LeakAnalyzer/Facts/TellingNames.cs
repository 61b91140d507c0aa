using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Facts;

/// <summary>
/// Tells what a method or parameter probably does, by the naming conventions of the framework. The names count only if nothing else is known.
/// </summary>
internal static class TellingNames
{
    private static readonly string[] s_starts = ["Start", "Open", "Connect", "Begin", "Listen"];

    private static readonly string[] s_newBeginnings = ["Reconnect", "Restart", "Reset", "Reload", "Refresh", "Renew"];

    private static readonly string[] s_links = ["Link", "Combine", "Join", "Merge"];

    /// <summary>Whether a method probably waits for the task that is passed to it, such as <c>WaitWithoutException</c>.</summary>
    public static bool SoundsLikeWait(IMethodSymbol method) => method.Name.StartsWith("Wait", StringComparison.Ordinal);

    /// <summary>Whether a method probably stops the work of its object, such as <c>StopAsync</c>.</summary>
    public static bool SoundsLikeStop(IMethodSymbol method) => method.Name.StartsWith("Stop", StringComparison.Ordinal);

    /// <summary>Whether a method probably starts the work of its object, such as <c>StartAsync</c> or <c>Open</c>.</summary>
    public static bool SoundsLikeStart(IMethodSymbol method) => IsOneOf(method, s_starts);

    /// <summary>Whether a method probably starts the work of its object once more, such as <c>ReconnectAsync</c>.</summary>
    public static bool SoundsLikeAgain(IMethodSymbol method) => IsOneOf(method, s_newBeginnings);

    /// <summary>Whether a method that takes tokens and returns a <c>CancellationTokenSource</c> probably links it to them, such as <c>LinkTo</c>.</summary>
    public static bool SoundsLikeLink(IMethodSymbol method) => s_links.Any(verb => method.Name.IndexOf(verb, StringComparison.Ordinal) >= 0);

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

    /// <summary>Whether a type probably holds the arguments of an event, such as <c>ElapsedEventArgs</c>.</summary>
    public static bool SoundsLikeEventArguments(string type) => type.EndsWith("EventArgs", StringComparison.Ordinal);

    /// <summary>Whether a method probably only disposes the object that is passed to a parameter, such as <c>SilentDispose(object)</c>.</summary>
    public static bool SoundsLikeDisposal(IParameterSymbol disposed) => disposed.ContainingSymbol is IMethodSymbol method && SoundsLikeDisposal(disposed, method);

    /// <summary>Whether a method probably only disposes the object that is passed to a parameter, which an extension block may declare for the method.</summary>
    public static bool SoundsLikeDisposal(IParameterSymbol disposed, IMethodSymbol method) =>
        disposed.OriginalDefinition is { Type: { SpecialType: SpecialType.System_Object or SpecialType.System_IDisposable } or { TypeKind: TypeKind.TypeParameter } }
        && method.Name.IndexOf("Dispose", StringComparison.Ordinal) >= 0 && method.Name.IndexOf("Cancel", StringComparison.Ordinal) < 0;

    /// <summary>Whether a parameter for a number is probably the time after which the call stops waiting, such as <c>millisecondsTimeout</c>.</summary>
    public static bool SoundsLikeTime(IParameterSymbol number) =>
        number.Name.IndexOf("timeout", StringComparison.OrdinalIgnoreCase) >= 0 || number.Name.IndexOf("milliseconds", StringComparison.OrdinalIgnoreCase) >= 0;
}
