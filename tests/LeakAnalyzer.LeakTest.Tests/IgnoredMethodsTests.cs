using System.Net;
using System.Net.Sockets;
using LeakAnalyzer.LeakTest.Description;

namespace LeakAnalyzer.LeakTest.Tests;

public class IgnoredMethodsTests
{
    [Theory]
    [InlineData("LeakAnalyzer.LeakTest.Tests.Leaks.WaitFor")]
    [InlineData("Leaks.WaitFor")]
    [InlineData("WaitFor")]
    [InlineData("LeakAnalyzer.*")]
    [InlineData("Leaks.*For")]
    public Task A_Task_Of_An_Ignored_Method_Is_No_Leak(string ignored) =>
        LeakCheck.NoneAsync(Leak, new LeakCheckOptions { Timeout = TimeSpan.Zero, IgnoredMethods = ["Other.Method", ignored] });

    [Theory]
    [InlineData("Leak.WaitFor")]
    [InlineData("aits.WaitFor")]
    [InlineData("Wait")]
    [InlineData("Leaks.WaitFor lambda")]
    [InlineData("LeaksxWaitFor")]
    [InlineData("leaks.waitfor")]
    [InlineData("For")]
    public async Task A_Task_Of_Another_Method_Is_A_Leak(string ignored) =>
        await Leaks.OneAsync(Leak, new LeakCheckOptions { Timeout = TimeSpan.Zero, IgnoredMethods = [ignored] });

    [Fact]
    public async Task An_Ignored_Task_Is_Not_Waited_For()
    {
        Task check = LeakCheck.NoneAsync(Leak, new LeakCheckOptions { Timeout = TimeSpan.FromHours(1), IgnoredMethods = ["Leaks.WaitFor"] });

        await check.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_An_Ignored_Task_Waits_For_Within_Dotnet_Is_No_Leak_Either()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        await LeakCheck.NoneAsync(
            () =>
            {
                _ = AcceptAsync();
                return Task.CompletedTask;
            },
            new LeakCheckOptions { Timeout = TimeSpan.Zero, IgnoredMethods = ["AcceptAsync"] });

        async Task AcceptAsync()
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
        }
    }

    [Fact]
    public async Task A_Method_Of_Dotnet_That_Nobody_Waits_For_Is_A_Leak()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        LeakedTask leak = await Leaks.OneAsync(() =>
        {
            _ = listener.AcceptTcpClientAsync();
            return Task.CompletedTask;
        });

        Assert.StartsWith("System.Net.Sockets.TcpListener.AcceptTcpClientAsync", leak.Method);
    }

    [Fact]
    public void Without_Patterns_Nothing_Matches() => Assert.True(new MethodFilter([]).IsEmpty);

    private static Task Leak()
    {
        _ = Leaks.WaitFor(new TaskCompletionSource().Task);
        return Task.CompletedTask;
    }
}
