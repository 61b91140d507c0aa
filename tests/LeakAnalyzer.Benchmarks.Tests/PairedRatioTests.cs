using LeakAnalyzer.Benchmarks.Speed;

namespace LeakAnalyzer.Benchmarks.Tests;

public class PairedRatioTests
{
    [Fact]
    public void What_Costs_As_Much_More_In_Each_Pair_Has_No_Interval()
    {
        var ratio = PairedRatio.Of([(1.1, 1), (2.2, 2), (4.4, 4)]);

        Assert.Equal([0.1, 0.1, 0.1], new[] { ratio.Mean, ratio.Lower, ratio.Upper }, (expected, actual) => Math.Abs(expected - actual) < 1e-9);
    }

    [Fact]
    public void The_Interval_Is_That_Of_Student()
    {
        double[] logs = [0.01, 0.03, 0.02, 0.04];
        var ratio = PairedRatio.Of([.. logs.Select(log => (Math.Exp(log), 1.0))]);

        // The logarithms of the ratios have the mean 0.025 and the standard deviation 0.012910; Student's t is 3.182 for three degrees of freedom.
        Assert.Equal(Math.Exp(0.025) - 1, ratio.Mean, 6);
        Assert.Equal(Math.Exp(0.025 + 3.182 * 0.0129099 / 2) - 1, ratio.Upper, 6);
        Assert.Equal(Math.Exp(0.025 - 3.182 * 0.0129099 / 2) - 1, ratio.Lower, 6);
        Assert.Equal(4, ratio.Pairs);
    }
}
