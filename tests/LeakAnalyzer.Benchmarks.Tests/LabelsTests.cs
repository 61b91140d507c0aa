using LeakAnalyzer.Benchmarks.Picture.Drawing;

namespace LeakAnalyzer.Benchmarks.Tests;

public class LabelsTests
{
    [Theory]
    [InlineData(new double[] { 20, 50, 80 }, new double[] { 20, 50, 80 })]
    [InlineData(new double[] { 50, 50 }, new double[] { 50, 70 })]
    [InlineData(new double[] { 50, 40 }, new double[] { 60, 40 })]
    [InlineData(new double[] { 0 }, new double[] { 10 })]
    [InlineData(new double[] { 100, 100 }, new double[] { 70, 90 })]
    public void Labels_Neither_Overlap_Nor_Leave_Their_Stretch(double[] wanted, double[] places) =>
        Assert.Equal(places, Labels.Spread(wanted, height: 20, top: 0, bottom: 100));
}
