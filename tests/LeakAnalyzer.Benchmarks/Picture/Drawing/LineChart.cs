using System.Collections.Immutable;

namespace LeakAnalyzer.Benchmarks.Picture.Drawing;

/// <summary>A chart with several panels side by side.</summary>
/// <param name="Title">What the chart shows, in a sentence.</param>
/// <param name="Notes">What a reader has to know about the chart, in one or two lines.</param>
internal sealed record LineChart(string Title, ImmutableArray<string> Notes, ImmutableArray<Panel> Panels);

/// <summary>Some lines on one pair of axes, which both start at zero.</summary>
/// <param name="Title">The title of the vertical axis.</param>
/// <param name="HorizontalTitle">The title of the horizontal axis.</param>
/// <param name="Unit">The text after each number of the vertical axis: empty, or a space and the unit.</param>
internal sealed record Panel(string Title, string HorizontalTitle, string Unit, ImmutableArray<Line> Lines);

/// <summary>A line with its name at its end.</summary>
/// <param name="EndText">The second line of the text at the end of the line. It describes the last point.</param>
internal sealed record Line(string Name, string EndText, LineStyle Style, ImmutableArray<(double X, double Y)> Points);

/// <summary>The style of a line. If lines coincide, a thin, dashed line on a wide one keeps both visible.</summary>
/// <param name="Dashes">The lengths of dashes and gaps; null for a line without gaps.</param>
internal sealed record LineStyle(string Color, double Width, string? Dashes = null);
