using LeakAnalyzer.LeakTest;
using NUnit.Framework;
using Suites;

[assembly: LeakCheckTests(Suite = true)]
[assembly: LeakCheckSettings(TimeoutMilliseconds = 2_000)]
[assembly: Parallelizable(ParallelScope.All)]

namespace Suites;

public class PlainTests
{
    [Test]
    public async Task Clean_Passes()
    {
        await Task.Yield();
        _ = Work.EndSoonAsync();
    }

    [Test]
    public void Synchronous_Clean_Passes() => Task.Run(() => { }).Wait();

    [Test]
    public async Task Forgotten_Leaks()
    {
        await Task.Yield();
        _ = Work.WaitForeverAsync();
    }

    [Test]
    public void Synchronous_Leaks() => _ = Work.WaitForeverAsync();

    [TestCase(true)]
    [TestCase(false)]
    public void Row(bool leaks) => _ = leaks ? Work.WaitForeverAsync() : Task.CompletedTask;

    [Test]
    [SkipLeakCheck("known")]
    public void Not_Checked_Passes() => _ = Work.WaitForeverAsync();

    [Test]
    [Ignore("on purpose")]
    public void Is_Skipped() => _ = Work.WaitForeverAsync();
}

[LeakCheckSettings(TimeoutMilliseconds = 60_000)]
public class FailingTests
{
    [Test]
    public async Task Own_Failure_Fails()
    {
        _ = Work.WaitForeverAsync();
        await Task.Yield();
        throw new InvalidOperationException("its own failure");
    }
}

[LeakCheckSettings(IgnoredMethods = ["Work.WaitForeverAsync"])]
public class IgnoringTests
{
    [Test]
    public void Ignored_Passes() => _ = Work.WaitForeverAsync();
}

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DisposedTests : IDisposable
{
    private readonly Worker _worker = new();

    [Test]
    public void Ended_By_Dispose_Passes() => Assert.That(_worker.Completion.IsCompleted, Is.False);

    public void Dispose() => _worker.Dispose();
}

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class ConstructorTests
{
    public ConstructorTests() => _ = Work.WaitForeverAsync();

    [Test]
    public void Constructor_Leaks()
    {
    }

    [TestCase(true)]
    public void Constructor_Row(bool leaks) => Assert.That(leaks);

    [Test]
    [SkipLeakCheck("known")]
    public void Constructor_Not_Checked_Passes()
    {
    }
}

/// <summary>Only the first try of the test leaves a task behind.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class RepeatedTests
{
    private static int s_runs;

    public RepeatedTests() => _ = s_runs++ == 0 ? Work.WaitForeverAsync() : Task.CompletedTask;

    [Test]
    [Retry(2)]
    public void Second_Try_Passes() => Assert.That(s_runs, Is.EqualTo(2));
}

public class TearDownTests
{
    private Worker? _worker;

    [SetUp]
    public void Start() => _worker = new Worker();

    [Test]
    public void Ended_By_TearDown_Passes() => Assert.That(_worker, Is.Not.Null);

    [TearDown]
    public async Task End()
    {
        _worker!.Dispose();
        await _worker.Completion;
    }
}

public class SetUpTests
{
    [SetUp]
    public void Start() => _ = Work.WaitForeverAsync();

    [Test]
    public void SetUp_Leaks()
    {
    }
}

public class FixtureTests
{
    private Worker? _worker;

    [OneTimeSetUp]
    public void Start()
    {
        _worker = new Worker();
        _ = Work.WaitForFixtureAsync();
    }

    [Test]
    public void With_Fixture_Passes() => Assert.That(_worker!.Completion.IsCompleted, Is.False);

    [Test]
    public void With_Fixture_Leaks() => _ = Work.WaitForeverAsync();

    [OneTimeTearDown]
    public void End() => _worker!.Dispose();
}
