using LeakAnalyzer.LeakTest;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

[assembly: LeakCheckTests]

namespace LeakAnalyzer.LeakTest.Tests.AspNetCore;

/// <summary>Tests of a web service, each of which runs under a leak check.</summary>
public class WebApplicationFactoryTests(Shop shop) : IClassFixture<Shop>
{
    private static readonly LeakCheckOptions s_quick = new() { Timeout = TimeSpan.FromSeconds(1.5) };

    [Fact]
    public async Task A_Request_That_Leaves_Nothing_Passes() =>
        Assert.Equal("order 1", await shop.CreateClient().GetStringAsync("/orders/1"));

    [Fact]
    public async Task And_So_Do_Several_At_Once() =>
        await Task.WhenAll(Enumerable.Range(0, 10).Select(id => shop.CreateClient().GetStringAsync($"/orders/{id}")));

    [Fact]
    [SkipLeakCheck("It leaks on purpose, under a check of its own.")]
    public async Task What_The_Server_Leaves_Behind_Is_Caught()
    {
        LeakException leak = await Assert.ThrowsAsync<LeakException>(() => LeakCheck.NoneAsync(
            () => shop.CreateClient().GetStringAsync("/leaky-orders/1"),
            s_quick));

        LeakedTask task = Assert.Single(leak.Tasks);
        Assert.Equal("ProfiledService.Orders.LeakyGetAsync lambda", task.Method);
        Assert.Equal("ChannelReader<int>.ReadAsync", task.WaitsFor);
        Assert.Contains(task.StartedAt, line => line.StartsWith("ProfiledService.Orders.LeakyGetAsync in ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_The_Two_Lines_The_First_Test_Would_Be_Blamed_For_The_Host_And_The_Leak_Would_Be_Missed()
    {
        await using var plain = new WebApplicationFactory<Program>();
        LeakException leak = await Assert.ThrowsAsync<LeakException>(() => LeakCheck.NoneAsync(
            () => plain.CreateClient().GetStringAsync("/leaky-orders/1"),
            s_quick));

        Assert.Contains(leak.Tasks, task => task.Method == "ProfiledService.Clock.ExecuteAsync" || task.AwaitedBy.Contains("ProfiledService.Clock.ExecuteAsync"));
        Assert.DoesNotContain(leak.Tasks, task => task.Method == "ProfiledService.Orders.LeakyGetAsync lambda");
    }
}
