global using TestClassAttribute = LeakAnalyzer.LeakTest.LeakCheckedTestClassAttribute;
using LeakAnalyzer.LeakTest;
using Microsoft.VisualStudio.TestTools.UnitTesting;

[assembly: AssemblyFixtureProvider(typeof(LeakCheckedSuite))]
[assembly: LeakCheckSettings(TimeoutMilliseconds = 2_000)]
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace Suites;

[TestClass]
public class PlainTests
{
    [TestMethod]
    public async Task Clean_Passes()
    {
        await Task.Yield();
        _ = Work.EndSoonAsync();
    }

    [TestMethod]
    public void Synchronous_Clean_Passes() => Task.Run(() => { }).Wait();

    [TestMethod]
    public async Task Forgotten_Leaks()
    {
        await Task.Yield();
        _ = Work.WaitForeverAsync();
    }

    [TestMethod]
    public void Synchronous_Leaks() => _ = Work.WaitForeverAsync();

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Row(bool leaks) => _ = leaks ? Work.WaitForeverAsync() : Task.CompletedTask;

    [TestMethod]
    [SkipLeakCheck("known")]
    public void Not_Checked_Passes() => _ = Work.WaitForeverAsync();

    [TestMethod]
    [Ignore("on purpose")]
    public void Is_Skipped() => _ = Work.WaitForeverAsync();
}

[TestClass]
[LeakCheckSettings(TimeoutMilliseconds = 60_000)]
public class FailingTests
{
    [TestMethod]
    public async Task Own_Failure_Fails()
    {
        _ = Work.WaitForeverAsync();
        await Task.Yield();
        throw new InvalidOperationException("its own failure");
    }
}

[TestClass]
[LeakCheckSettings(IgnoredMethods = ["Work.WaitForeverAsync"])]
public class IgnoringTests
{
    [TestMethod]
    public void Ignored_Passes() => _ = Work.WaitForeverAsync();
}

[TestClass]
public sealed class DisposedTests : IDisposable
{
    private readonly Worker _worker = new();

    [TestMethod]
    public void Ended_By_Dispose_Passes() => Assert.IsFalse(_worker.Completion.IsCompleted);

    public void Dispose() => _worker.Dispose();
}

[TestClass]
public class CleanupTests
{
    private Worker? _worker;

    [TestInitialize]
    public void Start() => _worker = new Worker();

    [TestMethod]
    public void Ended_By_Cleanup_Passes() => Assert.IsNotNull(_worker);

    [TestCleanup]
    public async Task End()
    {
        _worker!.Dispose();
        await _worker.Completion;
    }
}

[TestClass]
public class ConstructorTests
{
    public ConstructorTests() => _ = Work.WaitForeverAsync();

    [TestMethod]
    public void Constructor_Leaks()
    {
    }
}

[TestClass]
public class FixtureTests
{
    private static Worker? s_worker;

    [ClassInitialize]
    public static void Start(TestContext context)
    {
        s_worker = new Worker();
        _ = Work.WaitForFixtureAsync();
    }

    [TestMethod]
    public void With_Fixture_Passes() => Assert.IsFalse(s_worker!.Completion.IsCompleted);

    [TestMethod]
    public void With_Fixture_Leaks() => _ = Work.WaitForeverAsync();

    [ClassCleanup]
    public static void End() => s_worker!.Dispose();
}
