namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests an abstract type whose task the derived types end, through a protected member.</summary>
public class DerivedTypeTests
{
    private const string Join = "public virtual async ValueTask DisposeAsync() { if (_loop != null) { await _loop.ConfigureAwait(false); } }";
    private const string CancelLate = "public override async ValueTask DisposeAsync() { await base.DisposeAsync(); Stop.Cancel(); }";
    private const string CancelFirst = "public override async ValueTask DisposeAsync() { Stop.Cancel(); await base.DisposeAsync(); }";

    [Theory]
    [InlineData(Join, CancelLate, true)]
    [InlineData(Join, "public override async ValueTask DisposeAsync() { await base.DisposeAsync().ConfigureAwait(false); Stop.Cancel(); }", true)]
    [InlineData(Join, "public override async ValueTask DisposeAsync() { try { await base.DisposeAsync(); } finally { Stop.Cancel(); } }", true)]
    [InlineData(Join, "", true)]
    [InlineData("public virtual ValueTask DisposeAsync() => default;", "public override ValueTask DisposeAsync() { GC.SuppressFinalize(this); return default; }", true)]
    [InlineData(Join, CancelFirst, false)]
    [InlineData(Join, "public override ValueTask DisposeAsync() { ValueTask rest = base.DisposeAsync(); Stop.Cancel(); return rest; }", false)]
    [InlineData(Join, "public override async ValueTask DisposeAsync() { if (Stop.IsCancellationRequested) { await base.DisposeAsync(); } Stop.Cancel(); }", false)]
    [InlineData(Join, CancelLate + " public void Close() => Stop.Cancel();", false)]
    [InlineData("public virtual async ValueTask DisposeAsync() { if (_loop != null) { await Task.WhenAny(_loop, Task.Delay(1000)); } }", CancelLate, false)]
    [InlineData("public virtual async ValueTask DisposeAsync() { if (_isOpen && _loop != null) { await _loop; } } private bool _isOpen; public void Open(bool on) => _isOpen = on;", CancelLate, false)]
    [InlineData("public virtual ValueTask DisposeAsync() => default;", "public override ValueTask DisposeAsync() { Stop.Cancel(); return default; }", false)]
    public Task A_Derived_Type_Ends_What_The_Base_Type_Starts(string end, string heirs, bool isReported) => Owner.Verify(Source("protected readonly", end, $"public sealed class Consumer : Process {{ {heirs} }}"), isReported);

    [Theory]
    [InlineData("protected readonly", "", false)]
    [InlineData("protected readonly", "public abstract class Consumer : Process { " + CancelLate + " }", false)]
    [InlineData("protected readonly", "public sealed class Consumer : Process { " + CancelFirst + " } public sealed class Reader : Process { " + CancelFirst + " }", false)]
    [InlineData("protected readonly", "public sealed class Consumer : Process { " + CancelFirst + " } public sealed class Reader : Process { " + CancelLate + " }", true)]
    [InlineData("protected readonly", "public abstract class Client : Process { " + CancelFirst + " } public sealed class Reader : Client { }", false)]
    [InlineData("public readonly", "public sealed class Consumer : Process { " + CancelLate + " }", false)]
    public Task Each_Type_That_Can_Be_Created_Is_Asked(string field, string heirs, bool isReported) => Owner.Verify(Source(field, Join, heirs), isReported);

    [Fact]
    public async Task The_Message_Names_The_Derived_Type() => Assert.Equal(
        "The task started by 'PumpAsync' is waited for by 'DisposeAsync', for ever: nothing before that ends its 'while (!stop.IsCancellationRequested)'; cancel a source of its own when 'Consumer' is disposed, before it waits",
        Assert.Single(await Verify.Reported(Owner.Expand(Source("protected readonly", Join, $"public sealed class Consumer : Process {{ {CancelLate} }}"), isReported: true))).GetMessage(System.Globalization.CultureInfo.InvariantCulture));

    private static string Source(string field, string end, string heirs) => $$"""
        public abstract class Process : IAsyncDisposable
        {
            {{field}} CancellationTokenSource Stop = new();
            private Task? _loop;
            public void Start() => _loop = PUMP(Stop.Token);
            {{end}}
            private static async Task PumpAsync(CancellationToken stop)
            {
                while (!stop.IsCancellationRequested)
                {
                    try { await Task.Delay(10, stop); } catch (Exception) { Console.WriteLine(); }
                }
            }
        }

        {{heirs}}
        """.Replace("async Task PUMP", "async Task PumpAsync", StringComparison.Ordinal);

    [Theory]
    [InlineData("public override void Dispose() => Console.WriteLine();", true)]
    [InlineData("public override void Dispose() { Console.WriteLine(); base.Dispose(); }", false)]
    [InlineData("protected override void Free(bool disposing) { }", true)]
    [InlineData("protected override void Free(bool disposing) => base.Free(disposing);", false)]
    [InlineData("", false)]
    public Task What_An_Override_Does_Not_Call_Does_Not_Count(string member, bool isReported) => Owner.Verify(
        $$"""
        public class Base : IDisposable
        {
            private readonly CancellationTokenSource _cts = new();

            protected CancellationToken Stopping => _cts.Token;

            public virtual void Dispose() => Free(true);

            protected virtual void Free(bool disposing) => _cts.Cancel();
        }

        public sealed class Derived : Base
        {
            public Derived() => _ = PUMP();

            {{member}}

            private async Task PumpAsync()
            {
                while (!Stopping.IsCancellationRequested)
                {
                    await Task.Delay(1000, Stopping);
                }
            }
        }
        """, isReported);
}
