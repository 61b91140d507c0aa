namespace LeakAnalyzer.Tests.Tracking;

/// <summary>Tests the search for uses of a field, although locals, parameters and other types' fields can have the same name.</summary>
public class PlainNamesTests
{
    [Theory]
    [InlineData("public void Stop() => _cts.Cancel();")]
    [InlineData("public void Stop() => this._cts?.Cancel();")]
    [InlineData("public void Stop(CancellationTokenSource other) { var _other = other; _cts.Cancel(); }")]
    [InlineData("public void Stop() { if (_cts is not null) { (_cts).Cancel(); } }")]
    [InlineData("public static void Stop(Pump pump) => pump._cts.Cancel();")]
    [InlineData("public void Stop() => Run(() => _cts.Cancel()); private static void Run(Action act) => act();")]
    [InlineData("private sealed class Inner { public void Stop(Pump pump) => pump._cts.Cancel(); }")]
    [InlineData("public void Stop() { var all = new[] { _cts }; foreach (var one in all) { one.Cancel(); } }")]
    public Task A_Use_Of_The_Field_Is_Found(string member) => Verify.Silent(Code("new CancellationTokenSource()", member));

    [Theory]
    [InlineData("public void Stop(CancellationTokenSource _cts) => _cts.Cancel();")]
    [InlineData("public void Stop() { var _cts = new CancellationTokenSource(); _cts.Cancel(); }")]
    [InlineData("public void Stop() { foreach (var _cts in new[] { new CancellationTokenSource() }) { _cts.Cancel(); } }")]
    [InlineData("public void Stop() => Run(_cts => _cts.Cancel()); private static void Run(Action<CancellationTokenSource> act) => act(new CancellationTokenSource());")]
    [InlineData("public void Stop(Other other) => other._cts.Cancel();")]
    [InlineData("private sealed class Inner { private readonly CancellationTokenSource _cts = new(); public void Stop() => _cts.Cancel(); }")]
    [InlineData("private sealed class Inner : Other { public void Stop() => _cts.Cancel(); }")]
    [InlineData("public void Stop() { var other = new Other { _cts = new CancellationTokenSource() }; other._cts.Cancel(); }")]
    [InlineData("public void Stop() { void _cts() { } _cts(); }")]
    public Task What_Only_Has_The_Fields_Name_Is_None(string member) => Verify.Reported(Code("{|LEAK003:new CancellationTokenSource()|}", member));

    /// <summary>A method that is called by its simple name can be in the type, a base type, or a containing type.</summary>
    [Theory]
    [InlineData("public class Feed : Base { public void Start() { _ = {|LEAK001:RunAsync|}(); } private async Task RunAsync() => await WaitAsync(); }")]
    [InlineData("public class Feed : Middle { public void Start() { _ = {|LEAK001:RunAsync|}(); } private async Task RunAsync() => await WaitAsync(); } public class Middle : Base { }")]
    [InlineData("public class Feed : Middle { public void Start() { _ = {|LEAK001:RunAsync|}(); } private async Task RunAsync() => await WaitAsync(); private Task WaitAsync(int times) => Task.CompletedTask; } public class Middle : Base { }")]
    [InlineData("public class Outer { private static Task WaitAsync() => new TaskCompletionSource<int>().Task; public class Feed { public void Start() { _ = {|LEAK001:RunAsync|}(); } private async Task RunAsync() => await WaitAsync(); } }")]
    [InlineData("internal abstract class Feed { public void Start() { _ = {|LEAK001:RunAsync|}(); } private async Task RunAsync() => await NextAsync(); internal abstract Task NextAsync(); } internal sealed class Only : Feed { internal override async Task NextAsync() => await new TaskCompletionSource<int>().Task; }")]
    public Task A_Wait_That_A_Simple_Name_Leads_To_Is_Found(string type) => Verify.Reported(
        $$"""
        {{type}}
        public class Base { protected Task WaitAsync() => new TaskCompletionSource<int>().Task; }
        """);

    /// <summary>A static member is found by its type's name, however the type is named.</summary>
    [Theory]
    [InlineData("Bus.Items.Writer.Complete();", false)]
    [InlineData("Outer.Bus.Items.Writer.Complete();", false)]
    [InlineData("global::Outer.Bus.Items.Writer.Complete();", false)]
    [InlineData("var bus = new { Items = 1 }; GC.KeepAlive(bus.Items); Bus.Items.Writer.TryComplete();", false)]
    [InlineData("Console.WriteLine(Bus.Items.Reader.Count);", true)]
    [InlineData("Other.Bus.Items.Writer.Complete();", true)]
    [InlineData("Kept Bus = new(); Bus.Items.Writer.Complete();", true)]
    public Task A_Static_Member_Is_Found_By_Its_Type(string stops, bool isReported)
    {
        string code = $$"""
            public static class Outer
            {
                internal static class Bus { internal static readonly Channel<int> Items = Channel.CreateUnbounded<int>(); }
                public static void Start() => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => await Bus.Items.Reader.ReadAsync());
                public static void Stop() { {{stops}} }
            }
            {{(stops.StartsWith("Other.", StringComparison.Ordinal) ? "public static class Other { internal static class Bus { internal static readonly Channel<int> Items = Channel.CreateUnbounded<int>(); } }" : "")}}
            {{(stops.StartsWith("Kept ", StringComparison.Ordinal) ? "internal sealed class Kept { internal Channel<int> Items = Channel.CreateUnbounded<int>(); }" : "")}}
            """;
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    private static string Code(string creation, string member) =>
        $$"""
        public sealed class Pump : IDisposable
        {
            private readonly CancellationTokenSource _cts = {{creation}};
            private readonly IAsyncEnumerable<string> _items;
            public Pump(IAsyncEnumerable<string> items)
            {
                _items = items;
                Task.Run(ReadAsync);
            }
            public void Dispose() => _cts.Dispose();
            private async Task ReadAsync()
            {
                await foreach (string item in _items.WithCancellation(_cts.Token)) { Console.WriteLine(item); }
            }
            {{member}}
        }
        public class Other { public CancellationTokenSource _cts = new(); }
        """;
}
