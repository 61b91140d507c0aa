using LeakAnalyzer.Tasks;

namespace LeakAnalyzer.Tests.Tasks;

/// <summary>Tests how two values of <see cref="Governor"/> (what can end a wait) are merged.</summary>
public class GovernorsTests
{
    private static readonly Governor[] s_all = Enum.GetValues<Governor>();

    [Fact]
    public void A_Merge_Is_Commutative_Idempotent_And_Associative()
    {
        foreach (Governor a in s_all)
        {
            Assert.Equal(a, Governors.Merge(a, a));
            foreach (Governor b in s_all)
            {
                Assert.Equal(Governors.Merge(a, b), Governors.Merge(b, a));
                Assert.All(s_all, c => Assert.Equal(
                    Governors.Merge(Governors.Merge(a, b), c), Governors.Merge(a, Governors.Merge(b, c))));
            }
        }
    }

    [Fact]
    public void An_Unknown_Wins_Over_All_And_Nothing_Over_None() => Assert.All(s_all, any =>
    {
        Assert.Equal(Governor.Unknown, Governors.Merge(any, Governor.Unknown));
        Assert.Equal(any, Governors.Merge(any, Governor.Nothing));
    });

    [Fact]
    public void What_Ends_A_Wait_On_Each_Path_Wins_Over_What_Ends_It_On_Some() => Assert.All(
        s_all.Except([Governor.Nothing, Governor.ScopeOnSomePaths]),
        sure => Assert.Equal(sure, Governors.Merge(Governor.ScopeOnSomePaths, sure)));
}
