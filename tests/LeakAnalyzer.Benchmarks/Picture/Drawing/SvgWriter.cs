using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace LeakAnalyzer.Benchmarks.Picture.Drawing;

/// <summary>Draws a chart as SVG. The same chart always gives the same bytes.</summary>
internal sealed class SvgWriter
{
    private const double Width = 960;
    private const double Height = 470;
    private const double Margin = 26;
    private const double PlotTop = 162;
    private const double PlotBottom = 400;
    private const double TicksWidth = 66;
    private const double LabelsWidth = 124;
    private const double LabelHeight = 40;

    private const string Ink = "#1f2328";
    private const string PaleInk = "#57606a";
    private const string Grid = "#e4e8ec";
    private const string Ground = "#ffffff";
    private const string Font = "-apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif";

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    public static string Write(LineChart chart)
    {
        double panelWidth = (Width - 2 * Margin) / chart.Panels.Length;
        var root = new XElement(
            s_svg + "svg",
            new XAttribute("viewBox", $"0 0 {Text(Width)} {Text(Height)}"),
            new XAttribute("width", Text(Width)),
            new XAttribute("height", Text(Height)),
            new XAttribute("role", "img"),
            new XAttribute("font-family", Font),
            new XElement(s_svg + "title", chart.Title),
            new XElement(s_svg + "desc", string.Join(' ', chart.Notes)),
            Element("rect", ("x", 0.5), ("y", 0.5), ("width", Width - 1), ("height", Height - 1), ("rx", 8), ("fill", Ground), ("stroke", Grid)),
            Write(chart.Title, Margin, 44, 22, Ink, bold: true),
            chart.Notes.Select((note, row) => Write(note, Margin, 72 + 21 * row, 15, PaleInk)),
            chart.Panels.SelectMany((panel, column) => Draw(panel, Margin + column * panelWidth, panelWidth)));
        return root.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static IEnumerable<XElement> Draw(Panel panel, double left, double width)
    {
        double plotLeft = left + TicksWidth;
        double plotRight = left + width - LabelsWidth;
        var across = Axis.Over(panel.Lines.SelectMany(line => line.Points, (_, point) => point.X), 4, plotLeft, plotRight);
        var up = Axis.Over(panel.Lines.SelectMany(line => line.Points, (_, point) => point.Y), 5, PlotBottom, PlotTop);
        return
        [
            Write(panel.Title, left, PlotTop - 24, 16, Ink, bold: true),
            .. up.Ticks.SelectMany(tick => new[]
            {
                Element("line", ("x1", plotLeft), ("x2", plotRight), ("y1", up.Place(tick)), ("y2", up.Place(tick)), ("stroke", tick == 0 ? PaleInk : Grid)),
                Write(Text(tick) + panel.Unit, plotLeft - 8, up.Place(tick) + 4.5, 13, PaleInk, anchor: "end"),
            }),
            .. across.Ticks.Select(tick => Write(Text(tick), across.Place(tick), PlotBottom + 20, 13, PaleInk, anchor: "middle")),
            Write(panel.HorizontalTitle, (plotLeft + plotRight) / 2, PlotBottom + 46, 14, Ink, anchor: "middle"),
            .. panel.Lines.Select(line => Draw(line, across, up)),
            .. Name(panel.Lines, plotRight, up),
        ];
    }

    private static XElement Draw(Line line, Axis across, Axis up) => Element(
        "polyline",
        [
            ("points", string.Join(' ', line.Points.Select(point => $"{Text(across.Place(point.X))},{Text(up.Place(point.Y))}"))),
            ("fill", "none"), ("stroke", line.Style.Color), ("stroke-width", line.Style.Width), ("stroke-linejoin", "round"),
            .. line.Style.Dashes is string dashes ? [("stroke-dasharray", dashes)] : Array.Empty<(string, object)>(),
        ]);

    /// <summary>Writes the names at the ends of the lines, and connects each name with its line.</summary>
    private static IEnumerable<XElement> Name(ImmutableArray<Line> lines, double plotRight, Axis up)
    {
        double[] ends = [.. lines.Select(line => up.Place(line.Points[^1].Y))];
        double[] places = Labels.Spread(ends, LabelHeight, PlotTop - LabelHeight / 2, PlotBottom + LabelHeight / 4);
        for (int index = 0; index < lines.Length; index++)
        {
            Line line = lines[index];
            yield return Element("line", ("x1", plotRight + 3), ("y1", ends[index]), ("x2", plotRight + 15), ("y2", places[index]), ("stroke", line.Style.Color));
            yield return Write(line.Name, plotRight + 19, places[index] - 2, 14, line.Style.Color, bold: true);
            yield return Write(line.EndText, plotRight + 19, places[index] + 14, 13, Ink);
        }
    }

    private static XElement Write(string text, double x, double y, double size, string color, bool bold = false, string anchor = "start")
    {
        XElement element = Element("text", ("x", x), ("y", y), ("font-size", size), ("fill", color));
        if (bold)
        {
            element.SetAttributeValue("font-weight", "600");
        }

        if (anchor != "start")
        {
            element.SetAttributeValue("text-anchor", anchor);
        }

        element.Value = text;
        return element;
    }

    private static XElement Element(string name, params (string Name, object Value)[] attributes) =>
        new(s_svg + name, attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value is double number ? Text(number) : attribute.Value)));

    private static string Text(double number) => number.ToString(number >= 1000 ? "#,##0" : "0.##", CultureInfo.InvariantCulture);
}
