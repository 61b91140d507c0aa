using System.Collections.Immutable;

namespace LeakAnalyzer.Benchmarks.Picture.Drawing;

/// <summary>A chart with several panels side by side.</summary>
/// <param name="Title">What the chart shows, in a sentence.</param>
/// <param name="Notes">What a reader has to know about the chart, in one or two lines.</param>
/// <param name="Panels">The panels, from left to right.</param>
internal sealed record LineChart(string Title, ImmutableArray<string> Notes, ImmutableArray<Panel> Panels);

/// <summary>Some lines on one pair of axes, which both start at zero.</summary>
/// <param name="Title">The title of the vertical axis.</param>
/// <param name="HorizontalTitle">The title of the horizontal axis.</param>
/// <param name="Unit">The text after each number of the vertical axis: empty, or a space and the unit.</param>
/// <param name="Lines">The lines.</param>
internal sealed record Panel(string Title, string HorizontalTitle, string Unit, ImmutableArray<Line> Lines);

/// <summary>A line, with two lines of text at its end: its name, and a description of its last point.</summary>
internal sealed record Line(string Name, string EndText, LineStyle Style, ImmutableArray<(double X, double Y)> Points);

/// <summary>The style of a line. Without dashes the line is solid.</summary>
internal sealed record LineStyle(string Color, double Width, string? Dashes = null);
