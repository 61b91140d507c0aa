using LeakAnalyzer.Model;

namespace LeakAnalyzer.Tests.Model;

/// <summary>What has to be taken care of: how it goes on behind each act, and what it is where paths meet.</summary>
public class ObligationsTests
{
    private static readonly Obligation[] s_all = Enum.GetValues<Obligation>();

    [Fact]
    public void A_Merge_Is_Total_Commutative_Idempotent_And_Associative()
    {
        foreach (Obligation a in s_all)
        {
            Assert.Equal(a, Obligations.Merge(a, a));
            foreach (Obligation b in s_all)
            {
                Assert.Contains(Obligations.Merge(a, b), new[] { a, b });
                Assert.Equal(Obligations.Merge(a, b), Obligations.Merge(b, a));
                Assert.All(s_all, c => Assert.Equal(
                    Obligations.Merge(Obligations.Merge(a, b), c), Obligations.Merge(a, Obligations.Merge(b, c))));
            }
        }
    }

    [Theory]
    [InlineData(Obligation.None, Obligation.Met, Obligation.Met)]
    [InlineData(Obligation.None, Obligation.Coming, Obligation.Coming)]
    [InlineData(Obligation.None, Obligation.Open, Obligation.Open)]
    [InlineData(Obligation.None, Obligation.Lost, Obligation.Lost)]
    [InlineData(Obligation.Met, Obligation.Coming, Obligation.Coming)]
    [InlineData(Obligation.Met, Obligation.Open, Obligation.Open)]
    [InlineData(Obligation.Met, Obligation.Lost, Obligation.Lost)]
    [InlineData(Obligation.Coming, Obligation.Open, Obligation.Open)]
    [InlineData(Obligation.Coming, Obligation.Lost, Obligation.Lost)]
    [InlineData(Obligation.Open, Obligation.Lost, Obligation.Lost)]
    internal void One_Path_That_Leaves_It_Is_Enough(Obligation one, Obligation other, Obligation merged) =>
        Assert.Equal(merged, Obligations.Merge(one, other));

    [Theory]
    [InlineData(Obligation.None, Obligation.Coming, Obligation.None, Obligation.None, Obligation.None)]
    [InlineData(Obligation.Met, Obligation.Coming, Obligation.Met, Obligation.Met, Obligation.None)]
    [InlineData(Obligation.Coming, Obligation.Coming, Obligation.Open, Obligation.Met, Obligation.None)]
    [InlineData(Obligation.Open, Obligation.Lost, Obligation.Open, Obligation.Met, Obligation.Lost)]
    [InlineData(Obligation.Lost, Obligation.Lost, Obligation.Lost, Obligation.Lost, Obligation.Lost)]
    internal void Each_Act_Changes_It(Obligation before, Obligation begun, Obligation raced, Obligation settled, Obligation replaced)
    {
        Assert.Equal(begun, Obligations.AfterBeginning(before));
        Assert.Equal(raced, Obligations.AfterRace(before));
        Assert.Equal(settled, Obligations.AfterSettling(before));
        Assert.Equal(replaced, Obligations.AfterReplacing(before));
    }

    [Fact]
    public void An_Act_Behind_A_Meeting_Is_The_Meeting_Of_The_Acts()
    {
        Func<Obligation, Obligation>[] acts = [Obligations.AfterBeginning, Obligations.AfterRace, Obligations.AfterSettling, Obligations.AfterReplacing];
        foreach (Func<Obligation, Obligation> act in acts)
        {
            foreach (Obligation a in s_all)
            {
                Assert.All(s_all, b => Assert.Equal(Obligations.Merge(act(a), act(b)), act(Obligations.Merge(a, b))));
            }
        }
    }
}
