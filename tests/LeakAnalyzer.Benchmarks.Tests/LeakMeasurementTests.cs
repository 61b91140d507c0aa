using LeakAnalyzer.Benchmarks.Picture;

namespace LeakAnalyzer.Benchmarks.Tests;

public class LeakMeasurementTests
{
    [Fact]
    public void Calls_Leave_Tasks_Unless_They_Cancel()
    {
        IReadOnlyList<LeakCurve> curves = new LeakMeasurement(calls: 1_000, steps: 2).Run();

        Assert.Equal(["LeakyAsync", "naive fix", "ContextAsync"], curves.Select(curve => curve.Method));
        Assert.All(curves, curve => Assert.Equal([0, 500, 1_000], curve.Points.Select(point => point.Calls)));
        Assert.Equal([0, 500, 1_000], curves[0].Points.Select(point => point.LiveTasks));
        Assert.Equal([0, 500, 1_000], curves[1].Points.Select(point => point.LiveTasks));
        Assert.Equal([0, 0, 0], curves[2].Points.Select(point => point.LiveTasks));
    }
}
