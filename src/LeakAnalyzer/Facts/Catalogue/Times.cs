using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>
/// The units of the numbers that specify a time: seconds in <c>TimeSpan.FromSeconds(5)</c>; hours, minutes and seconds in
/// <c>new TimeSpan(0, 0, 5)</c>.
/// </summary>
internal static class Times
{
    private const double Second = 1000;
    private const double Minute = 60 * Second;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;

    private static readonly double[] s_ofTicks = [0.0001];
    private static readonly double[] s_fromHours = [Hour, Minute, Second];
    private static readonly double[] s_fromDays = [Day, Hour, Minute, Second, 1];

    /// <summary>
    /// Gets the number of milliseconds in one unit of each argument, for a method or constructor that creates a <c>TimeSpan</c>; null for other methods.
    /// </summary>
    public static double[]? UnitsOf(IMethodSymbol method)
    {
        if (method.ContainingType is not { Name: "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
        {
            return null;
        }

        return method.MethodKind == MethodKind.Constructor
            ? method.Parameters.Length switch { 1 => s_ofTicks, 3 => s_fromHours, 4 or 5 => s_fromDays, _ => null }
            : method.Name switch
            {
                "FromTicks" => s_ofTicks,
                "FromMilliseconds" => [1],
                "FromSeconds" => [Second],
                "FromMinutes" => [Minute],
                "FromHours" => [Hour],
                "FromDays" => [Day],
                _ => null,
            };
    }
}
