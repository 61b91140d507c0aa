namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests checks in the form of a <c>using</c> declaration or block.</summary>
public class BlockTests
{
    private readonly TaskCompletionSource _never = new();

    [Fact]
    public async Task The_Method_With_The_Block_Is_Not_Seen()
    {
        await using LeakCheck check = LeakCheck.Start();
        await Task.Yield();
        await Task.Delay(1);
    }

    [Fact]
    public async Task The_Method_With_A_Block_That_Ends_Synchronously_Is_Not_Seen()
    {
        using LeakCheck check = LeakCheck.Start();
        await Task.Yield();
    }

    [Fact]
    public async Task The_Method_With_The_Block_Is_Not_Seen_When_It_Waited_Before()
    {
        await Task.Yield();
        await using LeakCheck check = LeakCheck.Start();
        await Task.Yield();
    }

    [Fact]
    public async Task What_An_Async_Block_Leaves_Is_Caught_At_Its_End()
    {
        LeakException leak = await Assert.ThrowsAsync<LeakException>(async () =>
        {
            await using LeakCheck check = LeakCheck.Start(Leaks.Quick);
            await Task.Yield();
            _ = Leaks.WaitFor(_never.Task);
        });

        Assert.Equal("LeakAnalyzer.LeakTest.Tests.Leaks.WaitFor", Assert.Single(leak.Tasks).Method);
    }

    [Fact]
    public void What_A_Synchronous_Test_Leaves_Is_Caught()
    {
        LeakException ofBlock = Assert.Throws<LeakException>(() =>
        {
            using LeakCheck check = LeakCheck.Start(Leaks.Quick);
            _ = Leaks.WaitFor(_never.Task);
        });
        LeakException ofBody = Assert.Throws<LeakException>(() => LeakCheck.None(() => { _ = Leaks.WaitFor(_never.Task); }, Leaks.Quick));

        Assert.Single(ofBlock.Tasks);
        Assert.Single(ofBody.Tasks);
    }

    [Fact]
    public void A_Synchronous_Test_That_Leaves_Nothing_Passes()
    {
        using (LeakCheck.Start())
        {
            _ = Task.Run(() => { });
        }

        LeakCheck.None(() => { _ = Leaks.WaitFor(Task.Delay(1)); });
    }

    [Fact]
    public async Task A_Check_Ends_Once()
    {
        LeakCheck check = LeakCheck.Start(Leaks.Quick);
        Task work = Leaks.WaitFor(_never.Task);
        await Assert.ThrowsAsync<LeakException>(async () => await check.DisposeAsync());

        await check.DisposeAsync();
        check.Dispose();
        Assert.False(work.IsCompleted);
    }

    [Fact]
    public async Task Work_After_The_End_Is_Not_Seen()
    {
        LeakCheck check = LeakCheck.Start(Leaks.Quick);
        await check.DisposeAsync();
        _ = Leaks.WaitFor(_never.Task);
    }
}

/// <summary>Checks each test of the class, from the constructor to the disposal.</summary>
public sealed class ClassWithACheck : IAsyncLifetime
{
    private readonly LeakCheck _check = LeakCheck.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_Async_Test_Passes()
    {
        await Task.Yield();
        await Task.Run(() => Task.Delay(1));
    }

    [Fact]
    public void A_Synchronous_Test_Passes() => Task.Run(() => { });

    public async Task DisposeAsync()
    {
        await Task.Yield();
        await _check.DisposeAsync();
    }
}

/// <summary>Checks each test of the class, with a disposal that isn't async.</summary>
public sealed class ClassWithASynchronousCheck : IDisposable
{
    private readonly LeakCheck _check = LeakCheck.Start();

    [Fact]
    public async Task An_Async_Test_Passes()
    {
        await Task.Yield();
        await Task.Run(() => Task.Delay(1));
    }

    public void Dispose() => _check.Dispose();
}
