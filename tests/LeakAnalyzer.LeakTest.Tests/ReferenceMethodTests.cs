using System.Threading.Channels;
using ReferenceMethods;

namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>The three tests of the blog post "Leaky Go Channels".</summary>
public class ReferenceMethodTests
{
    private const int Iterations = 1_000_000;

    private readonly Channel<int> _parent = Channel.CreateUnbounded<int>();
    private readonly CancellationTokenSource _parentCts = new();

    [Fact]
    public async Task Selecting_Leaves_Nothing()
    {
        await LeakCheck.NoneAsync(() => ChannelForm.Selecting(_parent.Reader, Iterations));
        await LeakCheck.NoneAsync(() => TokenForm.Selecting(_parentCts.Token, Iterations));
    }

    [Fact]
    public async Task ContextAsync_Leaves_Nothing()
    {
        await LeakCheck.NoneAsync(() => ChannelForm.ContextAsync(_parent.Reader, Iterations));
        await LeakCheck.NoneAsync(() => TokenForm.ContextAsync(_parentCts.Token, Iterations));
    }

    [Fact]
    public async Task LeakyAsync_With_A_Channel_Is_Caught()
    {
        LeakException leak = await Assert.ThrowsAsync<LeakException>(
            () => LeakCheck.NoneAsync(() => ChannelForm.LeakyAsync(_parent.Reader, Iterations), Leaks.Patient));

        LeakedTask task = Assert.Single(leak.Tasks);
        Assert.Equal("ReferenceMethods.ChannelForm.LeakyAsync lambda", task.Method);
        Assert.Equal("ChannelReader<int>.ReadAsync", task.WaitsFor);
        Assert.True(task.IsReachable);
    }

    [Fact]
    public async Task LeakyAsync_With_A_Token_Is_Caught()
    {
        LeakException leak = await Assert.ThrowsAsync<LeakException>(
            () => LeakCheck.NoneAsync(() => TokenForm.LeakyAsync(_parentCts.Token, Iterations), Leaks.Patient));

        LeakedTask task = Assert.Single(leak.Tasks);
        Assert.Equal("ReferenceMethods.TokenForm.LeakyAsync lambda", task.Method);
        Assert.Equal("Task.Delay", task.WaitsFor);
    }
}
