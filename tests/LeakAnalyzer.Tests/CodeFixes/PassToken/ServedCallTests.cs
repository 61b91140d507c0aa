namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests objects that a host creates for one request, such as a SignalR hub. The token is cancelled when the client disconnects.</summary>
public class ServedCallTests
{
    private static readonly Setup s_web = Setup.Default with { References = TestReferences.Web };

    [Fact]
    public Task Token_Of_The_Connection_Is_Read_Before_The_Start() => VerifyFix.Passes(
        """
        class Prices(ChannelReader<int> feed) : Microsoft.AspNetCore.SignalR.Hub
        {
            public void Follow()
            {
                // for as long as the page is open
                _ = {|LEAK001:Task.Run|}(async () => await feed.ReadAsync());
            }
        }
        """,
        """
        class Prices(ChannelReader<int> feed) : Microsoft.AspNetCore.SignalR.Hub
        {
            public void Follow()
            {
                // for as long as the page is open
                CancellationToken connectionAborted = Context.ConnectionAborted;
                _ = Task.Run(async () => await feed.ReadAsync(connectionAborted));
            }
        }
        """,
        s_web);

    [Fact]
    public Task Name_That_Is_Taken_Gets_The_Next_Number() => VerifyFix.Passes(
        """
        class Prices(ChannelReader<int> feed) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public void Follow(int requestAborted)
            {
                _ = {|LEAK001:Task.Run|}(async () => await feed.ReadAsync());
            }
        }
        """,
        """
        class Prices(ChannelReader<int> feed) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public void Follow(int requestAborted)
            {
                CancellationToken requestAborted2 = HttpContext.RequestAborted;
                _ = Task.Run(async () => await feed.ReadAsync(requestAborted2));
            }
        }
        """,
        s_web);

    [Theory]
    [InlineData("public void Follow() => _ = {|LEAK001:Task.Run|}(async () => await feed.ReadAsync());")]
    [InlineData("public void Follow() { if (feed.Completion.IsCompleted) _ = {|LEAK001:Task.Run|}(async () => await feed.ReadAsync()); }")]
    [InlineData("public void Follow() { _ = {|LEAK001:Task.Run|}(async () => await feed.ReadAsync()); } private new object Context => this;")]
    public Task Not_Where_There_Is_No_Place_Or_No_Token(string member) => VerifyFix.DoesNotPass(
        $$"""
        class Prices(ChannelReader<int> feed) : Microsoft.AspNetCore.SignalR.Hub
        {
            {{member}}
        }
        """,
        s_web);
}
