using System.Threading.Channels;
using NUnit.Framework;
using ReferenceMethods;

[assembly: Parallelizable(ParallelScope.All)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]

namespace LeakAnalyzer.LeakTest.Tests.NUnit;

public class LeakCheckTests
{
    private static readonly LeakCheckOptions s_quick = new() { Timeout = TimeSpan.FromSeconds(1) };

    private readonly Channel<int> _parent = Channel.CreateUnbounded<int>();

    [Test]
    public async Task A_Body_That_Leaves_Nothing_Passes()
    {
        await LeakCheck.NoneAsync(() => ChannelForm.Selecting(_parent.Reader, 1000));
        await LeakCheck.NoneAsync(() => ChannelForm.ContextAsync(_parent.Reader, 1000));
    }

    [Test]
    public void A_Body_That_Leaks_Is_Caught()
    {
        LeakException leak = Assert.ThrowsAsync<LeakException>(() => LeakCheck.NoneAsync(() => ChannelForm.LeakyAsync(_parent.Reader, 1000), s_quick))!;

        // The task of Task.Run may still be running, and has the same name as that of the lambda.
        Assert.That(leak.Tasks.Select(task => task.Method).Distinct(), Is.EqualTo(["ReferenceMethods.ChannelForm.LeakyAsync lambda"]));
        Assert.That(leak.Message, Does.Contain("LeakCheckTests.A_Body_That_Leaks_Is_Caught").And.Not.Contain("NUnit.Framework"));
    }

    [Test]
    public async Task An_Async_Test_With_A_Block_Passes()
    {
        await using LeakCheck check = LeakCheck.Start();
        await ChannelForm.ContextAsync(_parent.Reader, 1000);
        await Task.Yield();
    }

    [Test]
    public void A_Synchronous_Test_With_A_Block_Passes()
    {
        using LeakCheck check = LeakCheck.Start();
        _ = Task.Run(() => { });
    }

    [Test]
    public void A_Synchronous_Test_That_Leaks_Is_Caught() =>
        Assert.Throws<LeakException>(() => LeakCheck.None(() => { _ = ChannelForm.LeakyAsync(_parent.Reader, 1000); }, s_quick));
}

/// <summary>Checks each test of the class, from its set-up to its tear-down.</summary>
public class CheckedTests
{
    private LeakCheck _check = null!;

    [SetUp]
    public void Start() => _check = LeakCheck.Start();

    [Test]
    public async Task An_Async_Test_Passes()
    {
        await Task.Yield();
        await Task.Run(() => Task.Delay(1));
    }

    [Test]
    public void A_Synchronous_Test_Passes() => Assert.DoesNotThrow(() => Task.Run(() => { }));

    [TearDown]
    public async Task End() => await _check.DisposeAsync();
}
