using LeakAnalyzer.LeakTest.Profiling;
using Xunit;

namespace LeakAnalyzer.LeakTest.Tests.AspNetCore;

/// <summary>The collection of tests that run alone, because a profile contains the tasks of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class Alone
{
    public const string Name = "Alone";
}

/// <summary>Tests that a profile of the running sample service lists the tasks that it leaks.</summary>
[Collection(Alone.Name)]
[SkipLeakCheck("It leaks on purpose.")]
public class ProfiledServiceTests(Shop shop) : IClassFixture<Shop>
{
    private const int Requests = 25;

    [Fact]
    public async Task A_Leak_Per_Request_Is_In_The_Profile_With_Its_Number_Wait_And_Place()
    {
        TaskProfile first = TaskProfile.Parse(await CaptureAsync("&json=true"));

        TaskProfileEntry[] leaks = [.. first.Entries.Where(entry => entry.Method == "ProfiledService.Orders.LeakyGetAsync lambda")];
        Assert.Equal(Requests, leaks.Sum(entry => entry.Count));
        Assert.All(leaks, entry => Assert.Equal("ChannelReader<int>.ReadAsync", entry.WaitsFor));
        Assert.All(leaks, entry => Assert.InRange(entry.Median, TimeSpan.FromSeconds(0.7), entry.Oldest));
        Assert.Contains(leaks[0].StartedAt, line => line.StartsWith("ProfiledService.Orders.LeakyGetAsync in ", StringComparison.Ordinal));

        // A profile contains only tasks that are started while it is taken.
        string second = await CaptureAsync("");

        Assert.Matches(@" times \(.*\) ProfiledService\.Orders\.LeakyGetAsync lambda\n   waits for: ChannelReader<int>\.ReadAsync\n   since: \d", second);
    }

    private async Task<string> CaptureAsync(string format)
    {
        HttpClient client = shop.CreateClient();
        Task<string> profile = client.GetStringAsync($"/leaks?seconds=4{format}");
        await Task.Delay(300);
        await Task.WhenAll(Enumerable.Range(0, Requests).Select(id => client.GetStringAsync($"/leaky-orders/{id}")));
        return await profile;
    }
}
