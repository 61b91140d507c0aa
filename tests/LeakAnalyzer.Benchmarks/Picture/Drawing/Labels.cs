namespace LeakAnalyzer.Benchmarks.Picture.Drawing;

/// <summary>Places the labels at the ends of a chart's lines.</summary>
internal static class Labels
{
    /// <summary>
    /// Finds the middles of labels of one height. No labels overlap, and none is outside the range from <paramref name="top"/> to
    /// <paramref name="bottom"/>. Each middle is as near as possible to the wanted one. Labels that want the same position keep their order.
    /// </summary>
    public static double[] Spread(IReadOnlyList<double> wanted, double height, double top, double bottom)
    {
        double[] places = [.. wanted];
        int[] order = [.. Enumerable.Range(0, places.Length).OrderBy(label => wanted[label])];
        double lowest = top + height / 2;
        foreach (int label in order)
        {
            places[label] = Math.Max(places[label], lowest);
            lowest = places[label] + height;
        }

        double highest = bottom - height / 2;
        foreach (int label in order.Reverse())
        {
            places[label] = Math.Min(places[label], highest);
            highest = places[label] - height;
        }

        return places;
    }
}
