using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that the analysis follows an interface or virtual call if the compilation has exactly one possible target.</summary>
public class DispatchTests
{
    private const string Only = """

        internal interface IQueue { Task<int> DequeueAsync(); }

        internal sealed class Memory : IQueue
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            public async Task<int> DequeueAsync() => await _items.Reader.ReadAsync();
            public int Count => _items.Reader.Count;
        }
        """;

    private const string Abstract = """

        internal abstract class IQueue { public abstract Task<int> DequeueAsync(); }

        internal sealed class Memory : IQueue
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            public override async Task<int> DequeueAsync() => await _items.Reader.ReadAsync();
        }
        """;

    private const string Second = """

        internal sealed class Empty : IQueue { public Task<int> DequeueAsync() => Task.FromResult(0); }
        """;

    [Theory]
    [InlineData(Only)]
    [InlineData(Abstract)]
    public Task With_One_Implementation_Its_Wait_Is_The_Calls(string types) => Verify.Reported(Scope(isReported: true) + types);

    [Fact]
    public Task With_Two_It_Is_Unknown() => Verify.Silent(Scope(isReported: false) + Only + Second);

    [Theory]
    [InlineData("internal abstract class Base : IQueue { public abstract Task<int> DequeueAsync(); }", "internal sealed class Memory : Base", "override", true)]
    [InlineData("internal abstract class Base<T> : IQueue { public abstract Task<T> ReadAsync(); public abstract Task<int> DequeueAsync(); }", "internal abstract class Memory : Base<int>", "override", true)]
    [InlineData("internal abstract class Base : IQueue { public abstract Task<int> DequeueAsync(); } internal class Middle : Base { public override Task<int> DequeueAsync() => Task.FromResult(0); }", "internal sealed class Memory : Middle", "override", false)]
    [InlineData("internal class Base : IQueue { public virtual Task<int> DequeueAsync() => Task.FromResult(0); }", "internal sealed class Memory : Base", "override", false)]
    [InlineData("internal class Base : IQueue { public Task<int> DequeueAsync() => Task.FromResult(0); }", "internal sealed class Memory : Base, IQueue", "new", false)]
    [InlineData("", "internal class Memory : IQueue", "virtual", true)]
    [InlineData("internal class Empty : Memory { public override Task<int> DequeueAsync() => Task.FromResult(0); }", "internal class Memory : IQueue", "virtual", false)]
    [InlineData("internal class Empty : Middle { public override Task<int> DequeueAsync() => Task.FromResult(0); } internal class Middle : Memory { }", "internal class Memory : IQueue", "virtual", false)]
    [InlineData("internal class Empty : Memory { public new Task<int> DequeueAsync() => Task.FromResult(0); }", "internal class Memory : IQueue", "virtual", true)]
    [InlineData("", "public class Memory : IQueue", "virtual", false)]
    [InlineData("", "public sealed class Memory : IQueue", "", true)]
    [InlineData("public abstract class Base : IQueue { public abstract Task<int> DequeueAsync(); }", "internal sealed class Memory : Base", "override", false)]
    public Task Overrides_Of_The_Implementation_Are_Targets(string others, string type, string modifier, bool isReported) => Verify.Of(
        Scope(isReported) + " internal interface IQueue { Task<int> DequeueAsync(); } " + others + type + $$"""
            {
                private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
                public {{modifier}} async Task<int> DequeueAsync() => await _items.Reader.ReadAsync();
            }
            """,
        isReported);

    [Fact]
    public Task A_Public_Interface_Of_A_Library_Has_An_Outside() =>
        Verify.Silent(Scope(isReported: false) + Only.Replace("internal interface", "public interface", StringComparison.Ordinal));

    [Fact]
    public Task A_Public_Interface_Of_An_Executable_Has_None() => Verify.Reported(
        Scope(isReported: true) + Only.Replace("internal interface", "public interface", StringComparison.Ordinal)
            + " public static class Program { public static void Main() { } }",
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task One_That_Completes_It_Governs() => Verify.Silent(Scope(isReported: false) + Only.Replace(
        "public int Count => _items.Reader.Count;", "public void Close() => _items.Writer.Complete();", StringComparison.Ordinal));

    [Fact]
    public Task None_Is_Unknown() => Verify.Silent(Scope(isReported: false) + " internal interface IQueue { Task<int> DequeueAsync(); }");

    private static string Scope(bool isReported) => Code.Class($$"""
            internal void Scope(IQueue queue) => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => Work(await queue.DequeueAsync()));
        """);
}
