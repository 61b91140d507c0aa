using LeakAnalyzer.Benchmarks.Picture.Drawing;

namespace LeakAnalyzer.Benchmarks.Tests;

public class AxisTests
{
    [Theory]
    [InlineData(100_000, 5, new double[] { 0, 20_000, 40_000, 60_000, 80_000, 100_000 })]
    [InlineData(100_000, 4, new double[] { 0, 25_000, 50_000, 75_000, 100_000 })]
    [InlineData(100_001, 4, new double[] { 0, 50_000, 100_000, 150_000 })]
    [InlineData(38.4, 5, new double[] { 0, 10, 20, 30, 40 })]
    [InlineData(7, 5, new double[] { 0, 2, 4, 6, 8 })]
    public void The_Numbers_Of_An_Axis_Are_Round_And_Reach_The_Greatest_Value(double max, int maxSteps, double[] ticks) =>
        Assert.Equal(ticks, Axis.Over([max / 2, max], maxSteps, 0, 1).Ticks);

    [Fact]
    public void Values_That_Are_All_Zero_Have_An_Axis_Too() => Assert.Equal(0, Axis.Over([0, 0], 5, 0, 100).Place(0));

    [Fact]
    public void A_Value_Is_Placed_In_Proportion()
    {
        var axis = Axis.Over([100], 5, start: 400, end: 200);

        Assert.Equal([400, 300, 200], new[] { 0, 50, 100 }.Select(value => axis.Place(value)));
    }
}
