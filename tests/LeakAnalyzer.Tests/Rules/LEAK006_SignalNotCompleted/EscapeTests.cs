namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests a channel or <c>TaskCompletionSource</c> that other code may complete, because it is returned, stored, passed on or captured.</summary>
public class EscapeTests
{
    private const string Others = """

        partial class Subject
        {
            private Channel<int>? _channel;
            private ChannelWriter<int>? _writer;
            private ChannelReader<int>? _reader;
            private TaskCompletionSource? _promise;
            private Task? _promised;
            private event Action? Ended;
            private readonly List<object> _all = new();
            private readonly ConcurrentDictionary<int, TaskCompletionSource> _asked = new();
            private sealed record Holder(object Value);
            public void Close() { _channel?.Writer.TryComplete(); _writer?.TryComplete(); _promise?.TrySetResult(); }
            private static void Use(Action callback) => callback();
            private static void Fill(ChannelWriter<int> target) => target.Complete();
            private static void Look(ChannelReader<int> source) => Work(source.Count);
        }
        """;

    [Theory]
    [InlineData("CHANNEL READ _channel = c;", false)]
    [InlineData("CHANNEL _channel = c; READ", false)]
    [InlineData("CHANNEL READ _writer = c.Writer;", false)]
    [InlineData("CHANNEL READ _reader = c.Reader;", true)]
    [InlineData("CHANNEL READ Work(c);", false)]
    [InlineData("CHANNEL READ Work(c.Writer);", false)]
    [InlineData("CHANNEL READ Fill(c.Writer);", false)]
    [InlineData("CHANNEL READ Look(c.Reader);", true)]
    [InlineData("CHANNEL READ Work(c.Reader);", true)]
    [InlineData("CHANNEL READ Work(c.Reader.Count);", true)]
    [InlineData("CHANNEL READ _all.Add(c);", false)]
    [InlineData("CHANNEL READ _all.Add(new Holder(c.Writer));", false)]
    [InlineData("CHANNEL READ var pair = (c.Writer, 1); Work(pair);", false)]
    [InlineData("CHANNEL READ object[] pair = { c }; Work(pair);", false)]
    [InlineData("CHANNEL READ token.Register(() => c.Writer.TryComplete());", false)]
    [InlineData("CHANNEL READ using var end = token.Register(() => c.Writer.TryComplete());", false)]
    [InlineData("CHANNEL READ Use(() => c.Writer.Complete());", false)]
    [InlineData("CHANNEL READ Use(() => Work(c.Reader.Count));", true)]
    [InlineData("CHANNEL READ Ended += () => c.Writer.Complete();", false)]
    [InlineData("CHANNEL READ Func<Exception?, bool> end = c.Writer.TryComplete; Work(end);", false)]
    [InlineData("CHANNEL READ _ = Task.Run(() => { Work(); c.Writer.Complete(); });", false)]
    [InlineData("CHANNEL READ _ = Task.Run(async () => { await Task.Delay(1); c.Writer.TryWrite(1); });", true)]
    [InlineData("CHANNEL READ Stop(); void Stop() => c.Writer.Complete();", false)]
    [InlineData("CHANNEL READ await StopAsync(); async Task StopAsync() { await Task.Delay(1); c.Writer.Complete(); }", false)]
    [InlineData("CHANNEL var w = c.Writer; READ Work(w);", false)]
    [InlineData("CHANNEL var w = c.Writer; READ Work();", true)]
    public Task A_Channel(string code, bool isReported) => Run(code, isReported);

    [Theory]
    [InlineData("PROMISE AWAIT _promise = p;", false)]
    [InlineData("PROMISE AWAIT _promised = p.Task;", true)]
    [InlineData("PROMISE AWAIT Work(p);", false)]
    [InlineData("PROMISE AWAIT Work(p.Task);", true)]
    [InlineData("PROMISE AWAIT _asked[1] = p;", false)]
    [InlineData("PROMISE AWAIT _asked.TryAdd(1, p);", false)]
    [InlineData("PROMISE AWAIT token.Register(() => p.TrySetCanceled(token));", false)]
    [InlineData("PROMISE AWAIT token.Register(static state => ((TaskCompletionSource)state!).TrySetCanceled(), p);", false)]
    [InlineData("PROMISE AWAIT token.Register(() => Work(p.Task));", true)]
    [InlineData("PROMISE AWAIT Ended += () => p.SetResult();", false)]
    [InlineData("PROMISE AWAIT Ended += p.SetResult;", false)]
    [InlineData("PROMISE AWAIT void OnEnded() { Ended -= OnEnded; p.TrySetResult(); } Ended += OnEnded;", false)]
    [InlineData("PROMISE AWAIT using var timer = new Timer(_ => p.TrySetResult(), null, 1000, -1);", false)]
    [InlineData("PROMISE AWAIT _ = Task.Run(() => p.SetResult());", false)]
    [InlineData("PROMISE AWAIT _ = Task.Delay(1000).ContinueWith(_ => p.TrySetResult());", false)]
    [InlineData("PROMISE AWAIT new Thread(() => p.SetResult()).Start();", false)]
    [InlineData("PROMISE AWAIT Action set = p.SetResult; set();", false)]
    public Task A_Promise(string code, bool isReported) => Run(code, isReported);

    [Theory]
    [InlineData("Channel<int>", "return c;", false)]
    [InlineData("ChannelWriter<int>", "return c.Writer;", false)]
    [InlineData("ChannelReader<int>", "return c.Reader;", true)]
    [InlineData("(ChannelWriter<int>, int)", "return (c.Writer, 1);", false)]
    [InlineData("Action", "return () => c.Writer.Complete();", false)]
    [InlineData("Func<int>", "return () => c.Reader.Count;", true)]
    [InlineData("object", "return new { c.Writer };", false)]
    [InlineData("int", "return c.Reader.Count;", true)]
    [InlineData("int", "ref var same = ref c; same.Writer.Complete(); return 1;", false)]
    public Task A_Channel_That_Is_Returned(string type, string end, bool isReported)
    {
        string code = Code.Class($"public {type} Scope() {{ {Signals.Expand("CHANNEL READ " + end, isReported)} }}");
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    [Theory]
    [InlineData("out Channel<int> given", "given = Channel.CreateUnbounded<int>(); var c = given; READ")]
    [InlineData("Channel<int>[] given", "given[0] = Channel.CreateUnbounded<int>(); var c = given[0]; READ")]
    [InlineData("Func<Channel<int>> given", "var c = given(); READ")]
    public Task A_Channel_That_Others_Gave_Or_Get_Is_None_Of_The_Scope(string parameter, string code) =>
        Verify.Silent(Code.Class($"public void Scope({parameter}) {{ {Signals.Expand(code, isReported: false)} }}"));

    [Theory]
    [InlineData("private", true)]
    [InlineData("private readonly", true)]
    [InlineData("public", false)]
    public Task A_Channel_Of_The_Type_Is_None_Of_The_Scope(string access, bool isReported)
    {
        string code = Code.Class($$"""
            {{access}} Channel<int> _c = Channel.CreateUnbounded<int>();
            public void Scope() => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => await _c.Reader.ReadAsync());
            """);
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    [Theory]
    [InlineData("var c = Channel.CreateUnbounded<int>(); Action start = () => { READ }; start(); c.Writer.Complete();", false)]
    [InlineData("var c = Channel.CreateUnbounded<int>(); Start(); void Start() { READ } c.Writer.Complete();", false)]
    public Task A_Start_In_A_Nested_Function_Of_What_The_Outer_One_Made(string code, bool isReported) => Run(code, isReported);

    private static Task Run(string code, bool isReported)
    {
        string body = Signals.Scope(code, isReported) + Others;
        return isReported ? Verify.Reported(body) : Verify.Silent(body);
    }
}
