using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Tests.Tracking;

/// <summary>Tests the flow state of a channel or <c>TaskCompletionSource</c>, which completing or awaiting it changes.</summary>
public class SignalLivesTests
{
    private static readonly SignalLife[] s_all = Enum.GetValues<SignalLife>();

    [Fact]
    public void A_Merge_Is_Total_Commutative_Idempotent_And_Associative()
    {
        foreach (SignalLife a in s_all)
        {
            Assert.Equal(a, Lives.Merge(a, a));
            foreach (SignalLife b in s_all)
            {
                Assert.Contains(Lives.Merge(a, b), new[] { a, b });
                Assert.Equal(Lives.Merge(a, b), Lives.Merge(b, a));
                Assert.All(s_all, c => Assert.Equal(
                    Lives.Merge(Lives.Merge(a, b), c), Lives.Merge(a, Lives.Merge(b, c))));
            }
        }
    }

    [Theory]
    [InlineData(SignalLife.Completed, SignalLife.Open, SignalLife.Open)]
    [InlineData(SignalLife.Completed, SignalLife.Stuck, SignalLife.Stuck)]
    [InlineData(SignalLife.Open, SignalLife.Stuck, SignalLife.Stuck)]
    [InlineData(SignalLife.Completed, SignalLife.Unknown, SignalLife.Unknown)]
    [InlineData(SignalLife.Open, SignalLife.Unknown, SignalLife.Unknown)]
    [InlineData(SignalLife.Stuck, SignalLife.Unknown, SignalLife.Unknown)]
    internal void One_Path_That_Leaves_It_Worse_Is_Enough_And_An_Unknown_Wins(SignalLife one, SignalLife other, SignalLife merged) =>
        Assert.Equal(merged, Lives.Merge(one, other));

    [Fact]
    public void A_Path_Without_A_Signal_Adds_Nothing()
    {
        Assert.Null(Lives.Merge((SignalLife?)null, null));
        Assert.All(s_all, life =>
        {
            Assert.Equal(life, Lives.Merge(life, (SignalLife?)null));
            Assert.Equal(life, Lives.Merge((SignalLife?)null, life));
            Assert.All(s_all, other => Assert.Equal(Lives.Merge(life, other), Lives.Merge((SignalLife?)life, other)));
        });
    }

    [Theory]
    [InlineData(SignalLife.Completed, SignalLife.Completed, SignalLife.Completed)]
    [InlineData(SignalLife.Open, SignalLife.Completed, SignalLife.Stuck)]
    [InlineData(SignalLife.Stuck, SignalLife.Stuck, SignalLife.Stuck)]
    [InlineData(SignalLife.Unknown, SignalLife.Unknown, SignalLife.Unknown)]
    internal void A_Completion_Ends_What_Is_Open_And_A_Join_Waits_For_It(SignalLife before, SignalLife behindEnd, SignalLife behindJoin)
    {
        Assert.Equal(behindEnd, SignalLives.AfterEnd(before));
        Assert.Equal(behindJoin, SignalLives.AfterJoin(before));
    }

    [Fact]
    public void A_Step_After_A_Meeting_Is_No_Better_Than_The_Meeting_Of_The_Steps()
    {
        foreach (SignalLife a in s_all)
        {
            foreach (SignalLife b in s_all)
            {
                Assert.True(SignalLives.AfterEnd(Lives.Merge(a, b)) >= Lives.Merge(SignalLives.AfterEnd(a), SignalLives.AfterEnd(b)), $"{a}, {b}");
                Assert.True(SignalLives.AfterJoin(Lives.Merge(a, b)) >= Lives.Merge(SignalLives.AfterJoin(a), SignalLives.AfterJoin(b)), $"{a}, {b}");
            }
        }
    }
}
