namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that the analysis follows a token to the wait, through parameters, iterators and the callers of a private method.</summary>
public class FlowOfTokensTests
{
    [Theory]
    [InlineData("ChannelReader<int> r, CancellationToken t = default", "reader")]
    [InlineData("ChannelReader<int> r, CancellationToken t = default", "reader, default")]
    [InlineData("ChannelReader<int> r, CancellationToken t", "reader, default")]
    [InlineData("ChannelReader<int> r, CancellationToken t", "t: default, r: reader")]
    [InlineData("ChannelReader<int> r, CancellationToken t", "reader, new CancellationToken()")]
    [InlineData("ChannelReader<int> r, CancellationToken t, params int[] n", "reader, default, 1, 2")]
    public Task A_Token_Parameter_That_Is_Given_Nothing_Is_Reported(string parameters, string arguments) =>
        Verify.Reported(Through(parameters, arguments, isReported: true));

    [Theory]
    [InlineData("ChannelReader<int> r, CancellationToken t = default", "reader, token")]
    [InlineData("ChannelReader<int> r, CancellationToken t", "reader, token")]
    [InlineData("ChannelReader<int> r, CancellationToken t", "t: token, r: reader")]
    [InlineData("ChannelReader<int> r, int n = 0, CancellationToken t = default", "reader, t: token")]
    [InlineData("ChannelReader<int> r, in CancellationToken t", "reader, in token")]
    public Task A_Token_Parameter_That_Is_Given_The_Callers_Is_Not_Reported(string parameters, string arguments) =>
        Verify.Silent(Through(parameters, arguments, isReported: false));

    [Fact]
    public Task A_Token_Goes_Through_Several_Calls() => Verify.Reported(Code.Class("""
        public void Scope(ChannelReader<int> reader, CancellationToken token)
        {
            _ = A(reader, token);
            _ = {|LEAK001:A|}(reader, default);
            _ = {|LEAK001:Dropped|}(reader, token);
        }

        private static Task A(ChannelReader<int> reader, CancellationToken token) => B(reader, token);
        private static async Task B(ChannelReader<int> reader, CancellationToken token) { var stop = token; await C(reader, stop); }
        private static async Task C(ChannelReader<int> reader, CancellationToken token) => await reader.ReadAsync(token);
        private static Task Dropped(ChannelReader<int> reader, CancellationToken token) => B(reader, default);
        """));

    [Fact]
    public Task A_Linked_Source_In_The_Called_Method_Is_Followed() => Verify.Reported(Code.Class("""
        public void Scope(ChannelReader<int> reader, CancellationToken token)
        {
            _ = PumpAsync(reader, token);
            _ = {|LEAK001:PumpAsync|}(reader, default);
        }

        private static async Task PumpAsync(ChannelReader<int> reader, CancellationToken token)
        {
            using var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
            await reader.ReadAsync(cts.Token);
        }
        """));

    [Theory]
    [InlineData("[EnumeratorCancellation] CancellationToken t = default", "Items(reader, token)", false)]
    [InlineData("[EnumeratorCancellation] CancellationToken t = default", "Items(reader).WithCancellation(token)", false)]
    [InlineData("[EnumeratorCancellation] CancellationToken t = default", "Items(reader, token).ConfigureAwait(false)", false)]
    [InlineData("[EnumeratorCancellation] CancellationToken t = default", "Items(reader).WithCancellation(token).ConfigureAwait(false)", false)]
    [InlineData("[EnumeratorCancellation] CancellationToken t = default", "Items(reader)", true)]
    [InlineData("[EnumeratorCancellation] CancellationToken t = default", "Items(reader).ConfigureAwait(false)", true)]
    [InlineData("[EnumeratorCancellation] CancellationToken t = default", "Items(reader).WithCancellation(default)", true)]
    [InlineData("CancellationToken t = default", "Items(reader, token)", false)]
    [InlineData("CancellationToken t = default", "Items(reader)", true)]
    [InlineData("CancellationToken t = default", "Items(reader).WithCancellation(token)", true)]
    public Task The_Token_Of_An_Async_Iterator_Is_Followed(string parameter, string items, bool isReported)
    {
        string code = "#pragma warning disable CS8425\n" + Code.Class($$"""
            public void Scope(ChannelReader<int> reader, CancellationToken token) =>
                _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => { await foreach (int item in {{items}}) { Work(item); } });

            private static async IAsyncEnumerable<int> Items(ChannelReader<int> reader, {{parameter}})
            {
                while (await reader.WaitToReadAsync(t))
                {
                    yield return 1;
                }
            }
            """);
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    [Fact]
    public Task An_Async_Iterator_That_Only_Forwards_Is_Followed() => Verify.Reported(Code.Class("""
        public void Scope(ChannelReader<int> reader, CancellationToken token)
        {
            _ = {|LEAK001:Task.Run|}(async () => { await foreach (int item in Items(reader)) { } });
            _ = Task.Run(async () => { await foreach (int item in Items(reader, token)) { } });
            _ = Task.Run(async () => { await foreach (int item in Items(reader).WithCancellation(token)) { } });
        }

        private static IAsyncEnumerable<int> Items(ChannelReader<int> reader, CancellationToken token = default) => reader.ReadAllAsync(token);
        """));

    [Fact]
    public Task A_Call_Of_An_Async_Iterator_That_Nobody_Enumerates_Starts_Nothing() => Verify.Silent(Code.Class("""
        public void Scope(ChannelReader<int> reader) => _ = Items(reader);

        private static async IAsyncEnumerable<int> Items(ChannelReader<int> reader)
        {
            yield return await reader.ReadAsync();
        }
        """));

    [Theory]
    [InlineData("_c.Writer.TryComplete();", "_c.Reader", false)]
    [InlineData("Work();", "_c.Reader", true)]
    public Task A_Private_Scope_Is_Judged_By_What_Its_Callers_Pass(string dispose, string argument, bool isReported)
    {
        string code = Code.Class($$"""
            private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
            public Subject() => StartPump({{argument}});
            public void Dispose() { {{dispose}} }
            private void StartPump(ChannelReader<int> r) => _ = {{(isReported ? "{|LEAK001:PumpAsync|}" : "PumpAsync")}}(r);
            private static async Task PumpAsync(ChannelReader<int> r) => await r.ReadAsync();
            """);
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    [Fact]
    public Task A_Public_Scope_Is_Not_Judged_By_One_Caller() => Verify.Reported(Code.Class("""
        private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
        public Subject() => StartPump(_c.Reader);
        public void Dispose() => _c.Writer.TryComplete();
        public void StartPump(ChannelReader<int> r) => _ = {|LEAK001:PumpAsync|}(r);
        private static async Task PumpAsync(ChannelReader<int> r) => await r.ReadAsync();
        """));

    [Fact]
    public Task The_Work_Is_Judged_By_The_Object_That_The_Scope_Passes() => Verify.Reported(Code.Class("""
        private readonly Channel<int> _ended = Channel.CreateUnbounded<int>();
        private readonly Channel<int> _open = Channel.CreateUnbounded<int>();
        public void Scope()
        {
            _ = PumpAsync(_ended.Reader);
            _ = {|LEAK001:PumpAsync|}(_open.Reader);
        }

        public void Dispose() => _ended.Writer.TryComplete();
        private static async Task PumpAsync(ChannelReader<int> r) => await r.ReadAsync();
        """));

    private static string Through(string parameters, string arguments, bool isReported) => Code.Class(
        $$"""
            public void Scope(ChannelReader<int> reader, CancellationToken token) =>
                _ = {{(isReported ? "{|LEAK001:PumpAsync|}" : "PumpAsync")}}({{arguments}});

            private static Task PumpAsync({{parameters}}) => r.ReadAsync(t).AsTask();
        """);
}
