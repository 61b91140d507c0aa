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
    public void Without_Patterns_Nothing_Matches() => Assert.True(new MethodFilter([]).IsEmpty);

    private static Task Leak()
    {
        _ = Leaks.WaitFor(new TaskCompletionSource().Task);
        return Task.CompletedTask;
    }
}
