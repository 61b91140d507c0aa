using System.Globalization;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>How much is tried.</summary>
internal static class Volume
{
    /// <summary>The environment variable that asks for more.</summary>
    public const string Variable = "LEAK_VOLUME";

    /// <summary>How many variations are tried.</summary>
    public static long Variations { get; } =
        long.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : 2000;
}
