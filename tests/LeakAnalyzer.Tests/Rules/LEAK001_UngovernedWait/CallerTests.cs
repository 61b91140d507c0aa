namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests waits with a token that the method's caller passes, and so can cancel.</summary>
public class CallerTests
{
    [Theory]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync(token));")]
    [InlineData("_ = PumpAsync(reader, token);")]
    [InlineData("_ = PumpAsync(reader, stop: token);")]
    [InlineData("var stop = token; _ = Task.Run(async () => await reader.ReadAsync(stop));")]
    [InlineData("var stop = flag ? token : default; _ = Task.Run(async () => await reader.ReadAsync(stop));")]
    [InlineData("_ = Task.Run(async () => { var stop = token; await reader.ReadAsync(stop); });")]
    [InlineData("_ = Task.Factory.StartNew(async state => await reader.ReadAsync((CancellationToken)state!), token);")]
    [InlineData("var cts = CancellationTokenSource.CreateLinkedTokenSource(token); _ = Task.Run(async () => await reader.ReadAsync(cts.Token));")]
    [InlineData("_ = Task.Run(async () => { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); await reader.ReadAsync(cts.Token); });")]
    [InlineData("_ = Task.Run(async () => { await foreach (var item in reader.ReadAllAsync(token)) { Work(item); } });")]
    [InlineData("_ = Task.Run(async () => { await foreach (var item in reader.ReadAllAsync().WithCancellation(token)) { Work(item); } });")]
    [InlineData("_ = Task.Run(async () => { await foreach (var item in reader.ReadAllAsync().WithCancellation(token).ConfigureAwait(false)) { Work(item); } });")]
    [InlineData("_ = Task.Run(async () => await reader.Completion.WaitAsync(token));")]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync().AsTask().WaitAsync(token));")]
    [InlineData("_ = Task.Run(() => reader.Completion.Wait(token));")]
    [InlineData("_ = Task.Run(() => Task.WaitAny(new[] { reader.Completion }, token));")]
    [InlineData("_ = Task.Run(() => token.WaitHandle.WaitOne());")]
    public Task The_Callers_Token_Governs(string start) => Verify.Silent(Code.Body(start));

    [Theory]
    [InlineData("_ = {|LEAK001:PumpAsync|}(reader);")]
    [InlineData("_ = {|LEAK001:PumpAsync|}(reader, default);")]
    [InlineData("_ = {|LEAK001:PumpAsync|}(reader, stop: new CancellationToken());")]
    [InlineData("CancellationToken stop = default; _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(stop));")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { var stop = token; await reader.ReadAsync(); });")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { await foreach (var item in reader.ReadAllAsync().WithCancellation(default)) { Work(item); } });")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await reader.Completion.WaitAsync(default(CancellationToken)));")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); await reader.ReadAsync(); });")]
    public Task The_Same_Without_The_Token_Is_Reported(string start) => Verify.Reported(Code.Body(start));

    [Fact]
    public Task A_Token_Captured_From_An_Outer_Scope_Governs() => Verify.Silent(Code.Body("""
        Start();
        Action start = () => _ = Task.Run(async () => await reader.ReadAsync(token));
        start();

        void Start() => _ = PumpAsync(reader, token);
        """));

    [Fact]
    public Task The_Token_Of_A_Source_That_Was_Given_Governs() => Verify.Silent(Code.Class("""
        public void Scope(ChannelReader<int> reader, CancellationTokenSource cts) =>
            _ = Task.Run(async () => await reader.ReadAsync(cts.Token));
        """));

    [Theory]
    [InlineData("CancellationToken? maybe", "maybe ?? default")]
    [InlineData("CancellationToken? maybe", "maybe.GetValueOrDefault()")]
    [InlineData("CancellationToken[] tokens", "tokens[0]")]
    [InlineData("IReadOnlyDictionary<int, CancellationToken> tokens", "tokens[1]")]
    [InlineData("Func<CancellationToken> give", "give()")]
    [InlineData("(CancellationToken Stop, int Id) pair", "pair.Stop")]
    [InlineData("object boxed", "(CancellationToken)boxed")]
    [InlineData("IHasToken holder", "holder.Token")]
    [InlineData("IHasToken holder", "holder.GetToken()")]
    public Task A_Token_That_Is_Not_Understood_Is_Not_Reported(string parameter, string expression) => Verify.Silent(Code.Class($$"""
        public void Scope(ChannelReader<int> reader, {{parameter}})
        {
            CancellationToken stop = {{expression}};
            _ = Task.Run(async () => await reader.ReadAsync(stop));
        }
        """) + "\npublic interface IHasToken { CancellationToken Token { get; } CancellationToken GetToken(); }");

    [Fact]
    public Task A_Channel_That_Was_Given_Is_No_Governor() => Verify.Reported(Code.Class("""
        public void Scope(Channel<int> channel) => _ = {|LEAK001:Task.Run|}(async () => await channel.Reader.ReadAsync());
        """));
}
