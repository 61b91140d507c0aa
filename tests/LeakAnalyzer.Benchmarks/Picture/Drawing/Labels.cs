namespace LeakAnalyzer.Benchmarks.Picture.Drawing;

/// <summary>Where the names stand that belong to the ends of lines.</summary>
internal static class Labels
{
    /// <summary>
    /// The places nearest to the wanted ones at which labels of one height neither overlap nor leave the stretch from
    /// <paramref name="top"/> to <paramref name="bottom"/>. Those that want the same place keep their order.
    /// </summary>
    /// <param name="wanted">The middle of each label, from above to below.</param>
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
