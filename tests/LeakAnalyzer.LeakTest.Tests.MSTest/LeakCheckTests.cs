using System.Threading.Channels;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using ReferenceMethods;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace LeakAnalyzer.LeakTest.Tests.MSTest;

[TestClass]
public class LeakCheckTests
{
    private static readonly LeakCheckOptions s_quick = new() { Timeout = TimeSpan.FromSeconds(1) };

    private readonly Channel<int> _parent = Channel.CreateUnbounded<int>();

    [TestMethod]
    public async Task A_Body_That_Leaves_Nothing_Passes()
    {
        await LeakCheck.NoneAsync(() => ChannelForm.Selecting(_parent.Reader, 1000));
        await LeakCheck.NoneAsync(() => ChannelForm.ContextAsync(_parent.Reader, 1000));
    }

    [TestMethod]
    public async Task A_Body_That_Leaks_Is_Caught()
    {
        LeakException leak = await Assert.ThrowsExactlyAsync<LeakException>(
            () => LeakCheck.NoneAsync(() => ChannelForm.LeakyAsync(_parent.Reader, 1000), s_quick));

        // The task of Task.Run may still be running, and has the same name as that of the lambda.
        Assert.AreEqual("ReferenceMethods.ChannelForm.LeakyAsync lambda", leak.Tasks.Select(task => task.Method).Distinct().Single());
        Assert.Contains("LeakCheckTests.A_Body_That_Leaks_Is_Caught", leak.Message);
        Assert.DoesNotContain("Microsoft.VisualStudio", leak.Message);
    }

    [TestMethod]
    public async Task An_Async_Test_With_A_Block_Passes()
    {
        await using LeakCheck check = LeakCheck.Start();
        await ChannelForm.ContextAsync(_parent.Reader, 1000);
        await Task.Yield();
    }

    [TestMethod]
    public void A_Synchronous_Test_With_A_Block_Passes()
    {
        using LeakCheck check = LeakCheck.Start();
        _ = Task.Run(() => { });
    }

    [TestMethod]
    public void A_Synchronous_Test_That_Leaks_Is_Caught() =>
        Assert.ThrowsExactly<LeakException>(() => LeakCheck.None(() => { _ = ChannelForm.LeakyAsync(_parent.Reader, 1000); }, s_quick));
}

/// <summary>Checks each test of the class, from its initialization to its clean-up.</summary>
[TestClass]
public class CheckedTests
{
    private LeakCheck _check = null!;

    [TestInitialize]
    public void Start() => _check = LeakCheck.Start();

    [TestMethod]
    public async Task An_Async_Test_Passes()
    {
        await Task.Yield();
        await Task.Run(() => Task.Delay(1));
    }

    [TestMethod]
    public void A_Synchronous_Test_Passes() => Assert.IsFalse(Task.Run(() => { }).IsFaulted);

    [TestCleanup]
    public async Task End() => await _check.DisposeAsync();
}
