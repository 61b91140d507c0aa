using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using LeakAnalyzer.Benchmarks.Picture;

namespace LeakAnalyzer.Benchmarks.Tests;

public class LeakPictureTests
{
    private static readonly ImmutableArray<LeakCurve> s_curves =
    [
        new("LeakyAsync", [new(0, 0, 0), new(500, 500, 150_000), new(1_000, 1_000, 300_000)]),
        new("naive fix", [new(0, 0, 0), new(500, 500, 200_000), new(1_000, 1_000, 412_345)]),
        new("ContextAsync", [new(0, 0, 0), new(500, 0, 900), new(1_000, 0, -1_200)]),
    ];

    [Fact]
    public void Each_Line_Is_Named_And_Has_Its_Last_Value()
    {
        string[] texts = [.. Drawn("text").Select(text => text.Value)];
        string[] names = [.. s_curves.Select(curve => curve.Method)];

        Assert.Equal(
            [
                ("LeakyAsync", "1,000 tasks"), ("naive fix", "1,000 tasks"), ("ContextAsync", "0 tasks"),
                ("LeakyAsync", "0.3 MB"), ("naive fix", "0.4 MB"), ("ContextAsync", "0.0 MB"),
            ],
            texts.Zip(texts.Skip(1)).Where(pair => names.Contains(pair.First)));
    }

    [Fact]
    public void Each_Panel_Has_A_Line_For_Each_Method() => Assert.Equal(
        [3, 3, 3, 3, 3, 3],
        Drawn("polyline").Select(line => line.Attribute("points")!.Value.Split(' ').Length));

    [Fact]
    public void Lines_That_Coincide_Differ_In_Width_And_Dashes()
    {
        XElement[] lines = [.. Drawn("polyline").Take(2)];

        Assert.Equal(lines[0].Attribute("points")!.Value, lines[1].Attribute("points")!.Value);
        Assert.True((double)lines[0].Attribute("stroke-width")! > 2 * (double)lines[1].Attribute("stroke-width")!);
        Assert.NotNull(lines[1].Attribute("stroke-dasharray"));
    }

    [Fact]
    public void The_Picture_Is_The_Same_In_Every_Culture()
    {
        string expected = LeakPicture.Draw(s_curves);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

            Assert.Equal("1,5", 1.5.ToString());
            Assert.Equal(expected, LeakPicture.Draw(s_curves));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IEnumerable<XElement> Drawn(string element) =>
        XDocument.Parse(LeakPicture.Draw(s_curves)).Root!.Elements(XName.Get(element, "http://www.w3.org/2000/svg"));
}
