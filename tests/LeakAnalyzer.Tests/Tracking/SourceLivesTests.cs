using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Tests.Tracking;

/// <summary>Tests the flow state of a <c>CancellationTokenSource</c>, which each of its uses may change.</summary>
public class SourceLivesTests
{
    private static readonly SourceLife[] s_all = Enum.GetValues<SourceLife>();
    private static readonly UseEffect[] s_effects = Enum.GetValues<UseEffect>();

    [Fact]
    public void A_Merge_Is_Total_Commutative_Idempotent_And_Associative()
    {
        foreach (SourceLife a in s_all)
        {
            Assert.Equal(a, Lives.Merge(a, a));
            foreach (SourceLife b in s_all)
            {
                Assert.Contains(Lives.Merge(a, b), new[] { a, b });
                Assert.Equal(Lives.Merge(a, b), Lives.Merge(b, a));
                Assert.All(s_all, c => Assert.Equal(
                    Lives.Merge(Lives.Merge(a, b), c), Lives.Merge(a, Lives.Merge(b, c))));
            }
        }
    }

    [Theory]
    [InlineData(SourceLife.Cancelled, SourceLife.Bounded, SourceLife.Bounded)]
    [InlineData(SourceLife.Cancelled, SourceLife.Live, SourceLife.Live)]
    [InlineData(SourceLife.Cancelled, SourceLife.Disposed, SourceLife.Disposed)]
    [InlineData(SourceLife.Bounded, SourceLife.Live, SourceLife.Live)]
    [InlineData(SourceLife.Bounded, SourceLife.Disposed, SourceLife.Disposed)]
    [InlineData(SourceLife.Live, SourceLife.Disposed, SourceLife.Disposed)]
    [InlineData(SourceLife.Cancelled, SourceLife.Unknown, SourceLife.Unknown)]
    [InlineData(SourceLife.Bounded, SourceLife.Unknown, SourceLife.Unknown)]
    [InlineData(SourceLife.Live, SourceLife.Unknown, SourceLife.Unknown)]
    [InlineData(SourceLife.Disposed, SourceLife.Unknown, SourceLife.Unknown)]
    internal void One_Path_That_Leaves_It_Worse_Is_Enough_And_An_Unknown_Wins(SourceLife one, SourceLife other, SourceLife merged) =>
        Assert.Equal(merged, Lives.Merge(one, other));

    [Fact]
    public void A_Path_Without_A_Source_Adds_Nothing()
    {
        Assert.Null(Lives.Merge((SourceLife?)null, null));
        Assert.All(s_all, life =>
        {
            Assert.Equal(life, Lives.Merge(life, (SourceLife?)null));
            Assert.Equal(life, Lives.Merge((SourceLife?)null, life));
            Assert.All(s_all, other => Assert.Equal(Lives.Merge(life, other), Lives.Merge((SourceLife?)life, other)));
        });
    }

    [Theory]
    [InlineData(UseEffect.Ends, SourceLife.Cancelled, SourceLife.Cancelled)]
    [InlineData(UseEffect.Ends, SourceLife.Bounded, SourceLife.Cancelled)]
    [InlineData(UseEffect.Ends, SourceLife.Live, SourceLife.Cancelled)]
    [InlineData(UseEffect.Ends, SourceLife.Disposed, SourceLife.Disposed)]
    [InlineData(UseEffect.Ends, SourceLife.Unknown, SourceLife.Unknown)]
    [InlineData(UseEffect.Bounds, SourceLife.Cancelled, SourceLife.Cancelled)]
    [InlineData(UseEffect.Bounds, SourceLife.Bounded, SourceLife.Bounded)]
    [InlineData(UseEffect.Bounds, SourceLife.Live, SourceLife.Bounded)]
    [InlineData(UseEffect.Bounds, SourceLife.Disposed, SourceLife.Disposed)]
    [InlineData(UseEffect.Bounds, SourceLife.Unknown, SourceLife.Unknown)]
    [InlineData(UseEffect.Disposes, SourceLife.Cancelled, SourceLife.Cancelled)]
    [InlineData(UseEffect.Disposes, SourceLife.Bounded, SourceLife.Disposed)]
    [InlineData(UseEffect.Disposes, SourceLife.Live, SourceLife.Disposed)]
    [InlineData(UseEffect.Disposes, SourceLife.Disposed, SourceLife.Disposed)]
    [InlineData(UseEffect.Disposes, SourceLife.Unknown, SourceLife.Unknown)]
    internal void A_Use_Changes_A_Life(UseEffect effect, SourceLife before, SourceLife behind) =>
        Assert.Equal(behind, SourceLives.After(effect, before));

    [Fact]
    public void A_Harmless_Use_Changes_Nothing_And_An_Unknown_One_All() => Assert.All(s_all, life =>
    {
        Assert.Equal(life, SourceLives.After(UseEffect.Harmless, life));
        Assert.Equal(SourceLife.Unknown, SourceLives.After(UseEffect.Unknown, life));
    });

    [Fact]
    public void A_Use_After_A_Meeting_Is_The_Meeting_Of_The_Uses()
    {
        foreach (UseEffect effect in s_effects)
        {
            foreach (SourceLife a in s_all)
            {
                foreach (SourceLife b in s_all)
                {
                    SourceLife apart = Lives.Merge(SourceLives.After(effect, a), SourceLives.After(effect, b));
                    SourceLife together = SourceLives.After(effect, Lives.Merge(a, b));
                    Assert.True(together >= apart, $"{effect}: {a}, {b}");
                }
            }
        }
    }
}
