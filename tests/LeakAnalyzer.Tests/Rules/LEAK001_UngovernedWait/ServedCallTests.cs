namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests types that a host creates for one request. The message names the token that is cancelled when the client disconnects.</summary>
public class ServedCallTests
{
    private static readonly Setup Web = Setup.Default with { References = TestReferences.Web };

    [Theory]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub", "Context.ConnectionAborted")]
    [InlineData("Microsoft.AspNetCore.Mvc.Controller", "HttpContext.RequestAborted")]
    [InlineData("Microsoft.AspNetCore.Mvc.RazorPages.PageModel", "HttpContext.RequestAborted")]
    public async Task Object_Of_One_Call_Has_The_Token_Of_Its_Client(string type, string token)
    {
        var reports = await Verify.Reported(
            $$"""
            public class Prices(ChannelReader<int> feed) : {{type}}
            {
                public void Follow() => _ = {|LEAK001:Task.Run|}(async () => await feed.ReadAsync());
            }
            """, Web);

        Assert.EndsWith($"which nothing ends; read '{token}' before the start, and pass it to the task", Assert.Single(reports).GetMessage());
    }

    [Fact]
    public async Task Token_Of_StartAsync_Only_Cancels_The_Start()
    {
        var reports = await Verify.Reported(
            """
            public class Pump(ChannelReader<int> feed) : Microsoft.Extensions.Hosting.IHostedService
            {
                public Task StartAsync(CancellationToken cancellationToken)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await feed.ReadAsync());
                    return Task.CompletedTask;
                }

                public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            }
            """, Web);

        Assert.EndsWith("which nothing ends; give it a token that its owner cancels", Assert.Single(reports).GetMessage());
    }
}
