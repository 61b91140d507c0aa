namespace LeakAnalyzer.Benchmarks.Picture.Drawing;

/// <summary>Places the names at the ends of the lines.</summary>
internal static class Labels
{
    /// <summary>
    /// Finds positions for labels of one height, as near as possible to the wanted ones, so that no labels overlap and none is outside the range from
    /// <paramref name="top"/> to <paramref name="bottom"/>. Labels that want the same position keep their order.
    /// </summary>
    /// <param name="wanted">The middle of each label, from top to bottom.</param>
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
