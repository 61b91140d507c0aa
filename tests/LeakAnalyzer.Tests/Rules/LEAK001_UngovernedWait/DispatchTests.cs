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
