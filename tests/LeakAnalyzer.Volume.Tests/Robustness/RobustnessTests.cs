using System.Globalization;
using Xunit.Abstractions;

namespace LeakAnalyzer.Volume.Tests.Robustness;

/// <summary>Tests the analyzer and the fixes with randomly changed and with extreme code.</summary>
public class RobustnessTests(ITestOutputHelper output)
{
    private const int Inputs = 20;

    /// <summary>The size of the extreme code in percent: all of it would take too long here.</summary>
    private const int Percent = 1;
    private const int Least = 8;

    [Fact]
    public async Task Spoiled_And_Extreme_Code_Is_Analysed()
    {
        var check = new RobustCheck();
        await new RobustRun(new MutableSources([]), seed: 1).RunAsync(check, 0, Inputs);
        await Parallel.ForEachAsync(
            ExtremeCode.All,
            async (extreme, _) => await check.RunAsync(extreme.Name, () => extreme.Of(Math.Min(extreme.Size, Math.Max(Least, extreme.Size * Percent / 100)))));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{check.Inputs} inputs, {check.Reports} reports, {check.Offers} fixes; the median is {check.Median():0.0} µs a line"));
        Assert.Empty(check.Failures.Select(failure => $"{failure.Name}: {failure.What}\n{failure.Text}"));
        Assert.Equal(Inputs + ExtremeCode.All.Length, check.Inputs);
        Assert.True(check.Reports > Inputs && check.Offers > 0);
        Assert.Empty(await check.SlowAsync());
    }

    [Fact]
    public async Task What_Takes_Too_Long_Is_Seen()
    {
        var check = new RobustCheck(mostTimesMedian: 0.5);
        await new RobustRun(new MutableSources([]), seed: 1).RunAsync(check, 0, 20);
        Assert.NotEmpty(await check.SlowAsync());
    }

    [Fact]
    public void Every_Mutation_Spoils_Code() => Assert.All(
        Mutation.All,
        mutation =>
        {
            var code = new MutableCode(FixedCode.Waiting);
            Assert.Contains(Enumerable.Range(0, 20), seed => mutation.Apply(code, new Random(seed)) != code.Text);
        });
}
