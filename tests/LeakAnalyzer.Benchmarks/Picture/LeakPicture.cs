using System.Globalization;
using LeakAnalyzer.Benchmarks.Picture.Drawing;

namespace LeakAnalyzer.Benchmarks.Picture;

/// <summary>Draws what the calls of the reference methods leave in memory.</summary>
internal static class LeakPicture
{
    /// <summary>Vermilion, black and blue: people with any kind of colour blindness can tell them apart.</summary>
    private static readonly LineStyle[] s_styles =
    [
        new("#c44e00", 7),
        new("#1f2328", 2.5, "9 7"),
        new("#0069b4", 3.5),
    ];

    /// <summary>Gets the text of an SVG file.</summary>
    public static string Draw(IReadOnlyList<LeakCurve> curves) => SvgWriter.Write(new LineChart(
        "A forgotten wait stays in memory for good, unless somebody cancels it",
        [
            "Each call starts a task that waits on a channel, which stays open as in a server. LeakyAsync forgets it;",
            "the naive fix waits with a linked token, but only disposes the source; ContextAsync cancels it on exit.",
        ],
        [
            Panel(curves, "Live tasks", "", point => point.LiveTasks, last => Invariant($"{last.LiveTasks:N0} tasks")),
            Panel(curves, "Memory in use", " MB", point => point.Bytes / 1e6, last => Invariant($"{last.Bytes / 1e6:0.0;-0.0;0.0} MB")),
        ]));

    private static Panel Panel(
        IReadOnlyList<LeakCurve> curves, string title, string unit, Func<LeakPoint, double> height, Func<LeakPoint, string> endText) =>
        new(title, "calls of the method", unit, [.. curves.Select((curve, index) => new Line(
            curve.Method,
            endText(curve.Points[^1]),
            s_styles[index],
            [.. curve.Points.Select(point => ((double)point.Calls, height(point)))]))]);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
