using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests;

/// <summary>Starts each wait, and tries each <see cref="Act"/> on it, such as a call of <c>Close</c>. All runs are concurrent, to save time.</summary>
public class RunTests
{
    private static readonly Dictionary<(string Wait, string Act), (Act Act, Lazy<Task<Observation>> Observation)> s_runs = Runs();

    static RunTests()
    {
        foreach ((Act _, Lazy<Task<Observation>> observation) in s_runs.Values)
        {
            _ = observation.Value;
        }
    }

    public static TheoryData<string, string> Acts
    {
        get
        {
            var acts = new TheoryData<string, string>();
            foreach (WaitCase wait in CaseTable.All)
            {
                foreach (Act act in wait.Acts)
                {
                    acts.Add(wait.ToString(), act.Name);
                }
            }

            return acts;
        }
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task AWaitStaysAndAnActDoesToItWhatTheTableTells(string wait, string act)
    {
        (Act tried, Lazy<Task<Observation>> observation) = s_runs[(wait, act)];

        Observation seen = await observation.Value;

        Assert.True(seen.Stayed, "It didn't wait.");
        Assert.Equal(tried.Throws, seen.Thrown?.GetType());
        Assert.Equal(tried.Expected, seen.Outcome);
    }

    private static Dictionary<(string Wait, string Act), (Act Act, Lazy<Task<Observation>> Observation)> Runs() =>
        CaseTable.All
            .SelectMany(wait => wait.Acts, (wait, act) => (Wait: wait, Act: act))
            .ToDictionary(
                run => (run.Wait.ToString(), run.Act.Name),
                run => (run.Act, new Lazy<Task<Observation>>(() => run.Act.TryAsync())));
}
