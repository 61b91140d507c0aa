using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Tests.Tracking;

/// <summary>Tests the flow state of a variable that holds several objects one after the other.</summary>
public class HistoryTests
{
    private static readonly Obligation?[] s_lives = [null, .. Enum.GetValues<Obligation>().Select(life => (Obligation?)life)];
    private static readonly History<Obligation>[] s_all = [.. from before in s_lives from since in s_lives from replaced in s_lives select new History<Obligation>(before, since, replaced)];

    [Fact]
    public void A_Merge_Is_Commutative_Idempotent_And_Associative()
    {
        foreach (History<Obligation> a in s_all)
        {
            Assert.Equal(a, History<Obligation>.Merge(a, a));
            foreach (History<Obligation> b in s_all)
            {
                Assert.Equal(History<Obligation>.Merge(a, b), History<Obligation>.Merge(b, a));
                Assert.All(s_all, c => Assert.Equal(
                    History<Obligation>.Merge(History<Obligation>.Merge(a, b), c), History<Obligation>.Merge(a, History<Obligation>.Merge(b, c))));
            }
        }
    }

    [Theory]
    [InlineData(Obligation.Met, Obligation.Open, Obligation.Open)]
    [InlineData(Obligation.Met, Obligation.Met, Obligation.Met)]
    [InlineData(Obligation.Open, Obligation.Open, Obligation.Open)]
    internal void One_Path_That_Leaves_It_Is_Enough(Obligation one, Obligation other, Obligation merged) => Assert.Equal(merged, Lives.Merge(one, other));

    [Fact]
    public void What_Is_Replaced_While_Something_Depends_On_It_Is_Remembered()
    {
        History<Obligation> begun = default(History<Obligation>).Renewed(Obligation.Open);

        Assert.Null(begun.Renewed(null).Worst);
        Assert.Equal(Obligation.Open, begun.Started().Renewed(Obligation.Open).Replaced);
        Assert.Equal(Obligation.Met, begun.Started().After(Obligations.AfterSettling).Renewed(null).Worst);
    }

    [Fact]
    public void What_Is_Known_To_Be_Nothing_Needs_No_Care() =>
        Assert.Null(default(History<Obligation>).Renewed(Obligation.Open).Started().WithoutPresent().Worst);

    [Fact]
    public void An_Act_For_Dependants_Leaves_What_Nobody_Depends_On_Yet()
    {
        History<Obligation> begun = default(History<Obligation>).Renewed(Obligation.Open);

        Assert.Equal(Obligation.Open, begun.AfterForDependants(Obligations.AfterSettling).BeforeStart);
        Assert.Equal(Obligation.Met, begun.Started().AfterForDependants(Obligations.AfterSettling).SinceStart);
    }

    [Fact]
    public void An_Act_After_A_Meeting_Is_The_Meeting_Of_The_Acts()
    {
        Func<History<Obligation>, History<Obligation>>[] acts =
        [
            history => history.Renewed(Obligation.Open), history => history.Renewed(null), history => history.Started(),
            history => history.WithoutPresent(), history => history.After(Obligations.AfterSettling), history => history.AfterForDependants(Obligations.AfterSettling),
        ];
        foreach (Func<History<Obligation>, History<Obligation>> act in acts)
        {
            foreach (History<Obligation> a in s_all)
            {
                Assert.All(s_all, b => Assert.Equal(History<Obligation>.Merge(act(a), act(b)), act(History<Obligation>.Merge(a, b))));
            }
        }
    }
}
