using System.Collections.Immutable;

namespace LeakAnalyzer.Benchmarks.Picture.Drawing;

/// <summary>An axis of a chart, from zero to a round number.</summary>
internal sealed class Axis
{
    private static readonly double[] s_roundSteps = [1, 2, 2.5, 5, 10];

    private readonly double _start;
    private readonly double _end;

    private Axis(double step, int count, double start, double end)
    {
        _start = start;
        _end = end;
        Ticks = [.. Enumerable.Range(0, count + 1).Select(tick => tick * step)];
    }

    /// <summary>Gets the numbers that are written along the axis.</summary>
    public ImmutableArray<double> Ticks { get; }

    /// <summary>Creates an axis from zero to at least the largest of the values, drawn from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public static Axis Over(IEnumerable<double> values, int maxSteps, double start, double end)
    {
        double max = values.DefaultIfEmpty().Max() is > 0 and double found ? found : 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(max / maxSteps)));
        double step = s_roundSteps.Select(round => round * power).First(step => Math.Ceiling(max / step) <= maxSteps);
        return new Axis(step, (int)Math.Ceiling(max / step), start, end);
    }

    /// <summary>Gets the coordinate of a value.</summary>
    public double Place(double value) => _start + value / Ticks[^1] * (_end - _start);
}
