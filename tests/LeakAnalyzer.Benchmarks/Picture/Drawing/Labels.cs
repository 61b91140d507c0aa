namespace LeakAnalyzer.Benchmarks.Picture.Drawing;

/// <summary>Places the labels at the ends of a chart's lines.</summary>
internal static class Labels
{
    /// <summary>Gets the middles of labels that don't overlap, each as near as possible to the wanted one.</summary>
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
