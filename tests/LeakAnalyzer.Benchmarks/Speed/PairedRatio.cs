namespace LeakAnalyzer.Benchmarks.Speed;

/// <summary>How much more something costs with an addition, such as an analyzer: the mean of some measured ratios, with its 95 % confidence interval.</summary>
/// <param name="Mean">The mean minus one: 0.01 means that it costs one percent more.</param>
/// <param name="Lower">The lower bound of the interval, also minus one.</param>
/// <param name="Upper">The upper bound of the interval, also minus one.</param>
/// <param name="Pairs">The number of pairs.</param>
internal sealed record PairedRatio(double Mean, double Lower, double Upper, int Pairs)
{
    /// <summary>The quantiles of Student's t distribution for a 95 % interval, for 1 to 29 degrees of freedom, and one for more.</summary>
    private static readonly double[] s_students =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045,
    ];

    /// <summary>Computes the ratio from at least two pairs.</summary>
    public static PairedRatio Of(IReadOnlyCollection<(double With, double Without)> pairs)
    {
        double[] logs = [.. pairs.Select(pair => Math.Log(pair.With / pair.Without))];
        double mean = logs.Average();
        double deviation = Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / (logs.Length - 1));
        double half = (logs.Length - 2 < s_students.Length ? s_students[logs.Length - 2] : 2.042) * deviation / Math.Sqrt(logs.Length);
        return new PairedRatio(Math.Exp(mean) - 1, Math.Exp(mean - half) - 1, Math.Exp(mean + half) - 1, logs.Length);
    }
}
