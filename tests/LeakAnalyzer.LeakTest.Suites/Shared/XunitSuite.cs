using LeakAnalyzer.LeakTest;
using Xunit;
#if !XUNIT_V3
using ValueTask = System.Threading.Tasks.Task;
#endif

[assembly: LeakCheckTests(Suite = true)]
[assembly: LeakCheckSettings(TimeoutMilliseconds = 2_000)]

namespace Suites;

public class PlainTests
{
    [Fact]
    public async Task Clean_Passes()
    {
        await Task.Yield();
        _ = Work.EndSoonAsync();
    }

    [Fact]
    public void Synchronous_Clean_Passes() => _ = Work.EndSoonAsync();

    [Fact]
    public async Task Forgotten_Leaks()
    {
        await Task.Yield();
        _ = Work.WaitForeverAsync();
    }

    [Fact]
    public void Synchronous_Leaks() => _ = Work.WaitForeverAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Row(bool leaks) => _ = leaks ? Work.WaitForeverAsync() : Task.CompletedTask;

    [Theory]
    [MemberData(nameof(NotSerializable))]
    public void Late_Row_Leaks(Func<Task> work) => _ = work();

    public static TheoryData<Func<Task>> NotSerializable()
    {
        var data = new TheoryData<Func<Task>>();
        data.Add(Work.EndSoonAsync);
        data.Add(Work.WaitForeverAsync);
        return data;
    }

    [Fact]
    [SkipLeakCheck("known")]
    public void Not_Checked_Passes() => _ = Work.WaitForeverAsync();

    [Fact(Skip = "on purpose")]
    public void Is_Skipped() => _ = Work.WaitForeverAsync();
}

[LeakCheckSettings(TimeoutMilliseconds = 60_000)]
public class FailingTests
{
    [Fact]
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
    [Fact]
    public void Ignored_Passes() => _ = Work.WaitForeverAsync();
}

public sealed class DisposedTests : IDisposable
{
    private readonly Worker _worker = new();

    [Fact]
    public void Ended_By_Dispose_Passes() => Assert.False(_worker.Completion.IsCompleted);

    public void Dispose() => _worker.Dispose();
}

public sealed class AsyncLifetimeTests : IAsyncLifetime
{
    private Worker? _worker;

    public ValueTask InitializeAsync()
    {
        _worker = new Worker();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Ended_By_Async_Dispose_Passes() => Assert.NotNull(_worker);

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        _worker!.Dispose();
        await _worker.Completion;
    }
}

public class ConstructorTests
{
    public ConstructorTests() => _ = Work.WaitForeverAsync();

    [Fact]
    public void Constructor_Leaks()
    {
    }
}

public sealed class Fixture : IDisposable
{
    public Fixture() => _ = Work.WaitForFixtureAsync();

    public Worker Worker { get; } = new();

    public void Dispose() => Worker.Dispose();
}

public class FixtureTests(Fixture fixture) : IClassFixture<Fixture>
{
    [Fact]
    public void With_Fixture_Passes() => Assert.False(fixture.Worker.Completion.IsCompleted);

    [Fact]
    public void With_Fixture_Leaks() => _ = Work.WaitForeverAsync();
}
