namespace LeakAnalyzer.LeakTest.Tests;

/// <summary>Tests the option <c>Tokens</c>, with which registrations that are left on a token are reported.</summary>
public sealed class TokensTests : IDisposable
{
    private readonly CancellationTokenSource _application = new();
    private readonly LeakCheckOptions _options;

    public TokensTests()
    {
        _application.Token.Register(() => { });
        _options = new LeakCheckOptions { Timeout = TimeSpan.FromMilliseconds(30), Tokens = [_application.Token] };
    }

    [Fact]
    public async Task What_Is_Left_Is_Told_By_What_It_Is()
    {
        LeakException leak = await Leaks.CaughtAsync(
            () =>
            {
                _application.Token.Register(Callback);
                CancellationTokenSource.CreateLinkedTokenSource(_application.Token);
                CancellationTokenSource.CreateLinkedTokenSource(_application.Token);
                return Task.CompletedTask;
            },
            _options);

        Assert.Empty(leak.Tasks);
        Assert.Equal(3, leak.Registrations.Count);
        Assert.Contains("Left on a token that lives longer:\n", leak.Message);
        Assert.Contains("\n- a callback: LeakAnalyzer.LeakTest.Tests.TokensTests.Callback", leak.Message);
        Assert.Contains("\n- 2 times a linked CancellationTokenSource that wasn't disposed", leak.Message);
    }

    [Fact]
    public async Task What_Is_Disposed_Is_Not() => await LeakCheck.NoneAsync(
        async () =>
        {
            using CancellationTokenRegistration registration = _application.Token.Register(Callback);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(_application.Token);
            await Task.Delay(1, linked.Token);
            await Task.Delay(1, _application.Token);
        },
        _options);

    [Fact]
    public async Task A_Task_And_A_Registration_Are_Told_Together()
    {
        LeakException leak = await Leaks.CaughtAsync(
            () =>
            {
                _ = Leaks.WaitFor(Task.Delay(Timeout.Infinite, _application.Token));
                return Task.CompletedTask;
            },
            _options);

        Assert.Single(leak.Tasks);
        Assert.Equal(["a wait for Task.Delay"], leak.Registrations);
    }

    [Fact]
    public void A_Block_And_A_Synchronous_Body_Are_Checked_Too()
    {
        Assert.Single(Assert.Throws<LeakException>(() => LeakCheck.None(() => _application.Token.Register(Callback), _options)).Registrations);
        Assert.Single(Assert.Throws<LeakException>(() =>
        {
            using LeakCheck check = LeakCheck.Start(_options);
            _application.Token.Register(Callback);
        }).Registrations);
    }

    [Fact]
    public async Task A_Token_That_Cannot_Be_Cancelled_Has_Nothing() =>
        await LeakCheck.NoneAsync(() => Task.CompletedTask, new LeakCheckOptions { Tokens = [CancellationToken.None, new CancellationToken(canceled: true)] });

    public void Dispose() => _application.Dispose();

    private static void Callback()
    {
    }
}
