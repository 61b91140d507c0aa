using System.Collections.Immutable;

namespace LeakAnalyzer.Benchmarks.Picture.Drawing;

/// <summary>A picture of panels side by side.</summary>
/// <param name="Title">What there is to see, in a sentence.</param>
/// <param name="Notes">What one has to know to read it, in a line or two.</param>
internal sealed record LineChart(string Title, ImmutableArray<string> Notes, ImmutableArray<Panel> Panels);

/// <summary>Some lines on one pair of axes, both from zero.</summary>
/// <param name="Title">What is on the vertical axis.</param>
/// <param name="HorizontalTitle">What is on the horizontal axis.</param>
/// <param name="Unit">What follows each number of the vertical axis: empty, or a space and the unit.</param>
internal sealed record Panel(string Title, string HorizontalTitle, string Unit, ImmutableArray<Line> Lines);

/// <summary>A line with its name at its end.</summary>
/// <param name="EndText">What the name's second line says of the last point.</param>
internal sealed record Line(string Name, string EndText, LineStyle Style, ImmutableArray<(double X, double Y)> Points);

/// <summary>How a line looks; lines that coincide stay apart where a wide one lies under a thin, dashed one.</summary>
/// <param name="Dashes">The lengths of dashes and gaps, or null for a line without gaps.</param>
internal sealed record LineStyle(string Color, double Width, string? Dashes = null);
