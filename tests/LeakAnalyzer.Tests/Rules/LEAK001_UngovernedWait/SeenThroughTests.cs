namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests objects that a helper method creates, parts of an object in their own field (such as a channel's reader), and sequences.</summary>
public class SeenThroughTests
{
    private const string Helpers = """

        internal static class Queues
        {
            private static readonly List<object> s_all = new();
            public static Channel<int> CreateQueue() => Channel.CreateUnbounded<int>();
            public static Channel<int> CreateBounded() { var queue = Channel.CreateBounded<int>(new BoundedChannelOptions(8)); return queue; }
            public static Channel<int> CreateEither(bool flag) => flag ? CreateQueue() : Channel.CreateUnbounded<int>();
            public static Channel<int> CreateKept() { var queue = Channel.CreateUnbounded<int>(); s_all.Add(queue); return queue; }
            public static Channel<int> Shared { get; } = Channel.CreateUnbounded<int>();
            public static Channel<int> GetShared() => Shared;
            public static Channel<int> CreateEnded() { var queue = Channel.CreateUnbounded<int>(); queue.Writer.Complete(); return queue; }
        }
        """;

    [Theory]
    [InlineData("CreateQueue()", true)]
    [InlineData("CreateBounded()", true)]
    [InlineData("CreateEither(true)", true)]
    [InlineData("CreateKept()", false)]
    [InlineData("GetShared()", false)]
    [InlineData("CreateEnded()", false)]
    public async Task A_Channel_That_A_Helper_Makes(string make, bool isReported)
    {
        await Verify.Of(Field($"private readonly Channel<int> _queue = Queues.{make};", "", isReported) + Helpers, isReported);
        await Verify.Silent(Field($"private readonly Channel<int> _queue = Queues.{make};", "_queue.Writer.Complete();", isReported: false) + Helpers);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Work(_queue.Writer.TryWrite(1));", true)]
    [InlineData("_queue.Writer.TryComplete();", false)]
    public Task Each_Of_Two_Helpers_Calls_Makes_Its_Own(string act, bool isReported) => Verify.Of(
        Field("private readonly Channel<int> _queue = Queues.CreateQueue(), _other = Queues.CreateQueue();", act + " _other.Writer.Complete();", isReported) + Helpers, isReported);

    [Theory]
    [InlineData("", true)]
    [InlineData("_writer.TryWrite(1);", true)]
    [InlineData("_writer.TryComplete();", false)]
    public Task A_Reader_And_A_Writer_Of_One_Channel_In_Two_Fields(string act, bool isReported) => Verify.Of(
        Code.Class($$"""
                private readonly ChannelReader<int> _reader;
                private readonly ChannelWriter<int> _writer;

                public Subject()
                {
                    var channel = Channel.CreateUnbounded<int>();
                    _reader = channel.Reader;
                    _writer = channel.Writer;
                }

                public void Scope() => _ = {{Marked(isReported)}}(async () => { await foreach (int item in _reader.ReadAllAsync()) { Work(item); } });

                public void Act() { {{act}} Work(_writer.TryWrite(2)); }
            """),
        isReported);

    [Fact]
    public Task A_Writer_Of_Another_Channel_Ends_Nothing() => Verify.Reported(Code.Class("""
            private readonly ChannelReader<int> _reader;
            private readonly ChannelWriter<int> _writer;

            public Subject()
            {
                var channel = Channel.CreateUnbounded<int>();
                var other = Channel.CreateUnbounded<int>();
                _reader = channel.Reader;
                _writer = other.Writer;
            }

            public void Scope() => _ = {|LEAK001:Task.Run|}(async () => { await foreach (int item in _reader.ReadAllAsync()) { Work(item); } });

            public void Act() => _writer.TryComplete();
        """));

    [Theory]
    [InlineData("var all = reader.ReadAllAsync();", true)]
    [InlineData("IAsyncEnumerable<int> all = reader.ReadAllAsync();", true)]
    [InlineData("var all = reader.ReadAllAsync(token);", false)]
    [InlineData("var all = reader.ReadAllAsync().WithCancellation(token);", false)]
    [InlineData("var all = reader.ReadAllAsync().ConfigureAwait(false);", true)]
    [InlineData("var all = All(reader);", true)]
    [InlineData("var all = None(reader);", false)]
    public Task An_Enumerable_That_Is_Made_Before_The_Start(string made, bool isReported) => Verify.Of(
        Code.Class($$"""
                public void Scope(ChannelReader<int> reader, CancellationToken token)
                {
                    {{made}}
                    _ = {{Marked(isReported)}}(async () => { await foreach (int item in all) { Work(item); } });
                }

                private static async IAsyncEnumerable<int> All(ChannelReader<int> source) { while (true) { yield return await source.ReadAsync(); } }

                private static async IAsyncEnumerable<int> None(ChannelReader<int> source) { await Task.Yield(); yield return source.Count; }
            """),
        isReported);

    [Theory]
    [InlineData("Quietly", "_ = {|LEAK001:PumpAsync|}(reader).Quietly();", true)]
    [InlineData("Quietly", "{|LEAK001:PumpAsync|}(reader).Quietly().Quietly();", true)]
    [InlineData("Quietly", "_ = {|LEAK001:Task.Run|}(async () => { await reader.ReadAsync(); }).Quietly();", true)]
    [InlineData("Quietly", "var quiet = {|LEAK001:PumpAsync|}(reader).Quietly(); Work(quiet.IsCompleted);", true)]
    [InlineData("Quietly", "await PumpAsync(reader).Quietly();", false)]
    [InlineData("Quietly", "var quiet = PumpAsync(reader).Quietly(); await quiet;", false)]
    [InlineData("Quietly", "await Task.WhenAll(PumpAsync(reader).Quietly(), Task.CompletedTask);", false)]
    [InlineData("Quietly", "_ = Task.Delay(1).Quietly();", false)]
    public Task A_Task_That_Is_Made_Of_A_Task(string helper, string code, bool isReported)
    {
        Assert.NotEmpty(helper);
        return Verify.Of(
            Code.Body("await Task.Yield();\n" + code) + """

            internal static class TaskHelpers
            {
                public static async Task Quietly(this Task task) { try { await task.ConfigureAwait(false); } catch (Exception) { } }
            }
            """,
            isReported);
    }

    [Theory]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { await _ready.Task.Within((object?)null); });", true)]
    [InlineData("_ = Task.Run(async () => { await _ready.Task.Within(TimeSpan.FromSeconds(5)); });", false)]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { await _ready.Task.Within(Timeout.InfiniteTimeSpan); });", true)]
    [InlineData("_ = Task.Run(async () => { await _ready.Task.Within(_limit); });", false)]
    [InlineData("_ = Task.Run(async () => { await _ready.Task.Within(milliseconds: 5000); });", false)]
    public Task A_Helper_That_Is_Passed_A_Time_Stops_Waiting(string code, bool isReported) => Verify.Of(
        Code.Class("private readonly TaskCompletionSource _ready = new(); private readonly TimeSpan _limit = TimeSpan.FromSeconds(5); public void Start() { " + code + " }") + """

        internal static class TaskHelpers
        {
            public static async Task Within(this Task task, TimeSpan limit)
            {
                if (await Task.WhenAny(task, Task.Delay(limit)) != task) { throw new TimeoutException(); }
                await task;
            }

            public static Task Within(this Task task, int? milliseconds = null, string? name = null) => task.Within(TimeSpan.FromMilliseconds(milliseconds ?? 1000));
            public static async Task Within(this Task task, object? other) => await task;
        }
        """,
        isReported);

    private static string Marked(bool isReported) => isReported ? "{|LEAK001:Task.Run|}" : "Task.Run";

    private static string Field(string field, string act, bool isReported) => Code.Class($$"""
            {{field}}

            public void Scope() => _ = {{Marked(isReported)}}(async () => { await foreach (int item in _queue.Reader.ReadAllAsync()) { Work(item); } });

            public void Act() { {{act}} Work(_queue.Reader.Count); }
        """);
}
