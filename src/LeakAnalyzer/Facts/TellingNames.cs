using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Facts;

/// <summary>What the framework's habits of naming tell of members that nothing else is known of.</summary>
internal static class TellingNames
{
    /// <summary>Whether a method whose body can't be seen waits for the task that it is given: <c>WaitWithoutException</c>.</summary>
    public static bool SoundsLikeWait(IMethodSymbol method) => method.Name.StartsWith("Wait", StringComparison.Ordinal);

    /// <summary>Whether a number is a time after which a call gives up: <c>millisecondsTimeout</c>, <c>timeout</c>.</summary>
    public static bool SoundsLikeTime(IParameterSymbol number) => number.Name.EndsWith("imeout", StringComparison.Ordinal);
}
