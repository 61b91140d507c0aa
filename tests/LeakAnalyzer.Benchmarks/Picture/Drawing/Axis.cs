using System.Collections.Immutable;

namespace LeakAnalyzer.Benchmarks.Picture.Drawing;

/// <summary>A range from zero to a round number, with round numbers between, laid onto a stretch of the picture.</summary>
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

    /// <summary>The numbers that are written at the axis; the first is zero, none of the values is above the last.</summary>
    public ImmutableArray<double> Ticks { get; }

    /// <summary>The axis from <paramref name="start"/> to <paramref name="end"/> that holds all the values in so few steps.</summary>
    public static Axis Over(IEnumerable<double> values, int maxSteps, double start, double end)
    {
        double max = values.DefaultIfEmpty().Max() is > 0 and double found ? found : 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(max / maxSteps)));
        double step = s_roundSteps.Select(round => round * power).First(step => Math.Ceiling(max / step) <= maxSteps);
        return new Axis(step, (int)Math.Ceiling(max / step), start, end);
    }

    /// <summary>Where a value is in the picture.</summary>
    public double Place(double value) => _start + value / Ticks[^1] * (_end - _start);
}
