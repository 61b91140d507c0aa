namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests an internal type that gets a channel in its constructor: code that creates its objects may complete the channel.</summary>
public class GivenToTypeTests
{
    [Theory]
    [InlineData("_ = new Consumer(_items.Reader);", "public void Dispose() => _items.Writer.TryComplete();")]
    [InlineData("var made = Channel.CreateUnbounded<int>(); _ = new Consumer(made.Reader); made.Writer.Complete();", "")]
    [InlineData("Consumer consumer = new(_items.Reader); GC.KeepAlive(consumer);", "public void Dispose() => _items.Writer.TryComplete();")]
    public Task What_A_Creator_Ends_Is_Not_Reported(string creates, string member) => Verify.Silent(Code(creates, member, isReported: false));

    [Theory]
    [InlineData("_ = new Consumer(_items.Reader);", "")]
    [InlineData("var made = Channel.CreateUnbounded<int>(); _ = new Consumer(made.Reader); made.Writer.TryWrite(1);", "public void Dispose() => _items.Writer.TryComplete();")]
    [InlineData("Consumer consumer = new(_items.Reader); GC.KeepAlive(consumer);", "")]
    public Task What_No_Creator_Ends_Is_Reported(string creates, string member) => Verify.Reported(Code(creates, member, isReported: true));

    /// <summary><c>Inner</c> waits on a channel that <c>Outer</c> has passed to it, and that the <c>Dispose</c> of <c>Outer</c> may complete.</summary>
    [Theory]
    [InlineData("Reader.ReadAsync()", "_inner = new Inner(_items);", "_items.Writer.Complete();", false)]
    [InlineData("Reader.ReadAsync()", "_inner = new(_items);", "_items.Writer.Complete();", false)]
    [InlineData("Reader.ReadAsync()", "_inner = new Inner(_items);", "", true)]
    [InlineData("Reader.ReadAsync()", "_inner = new(_items);", "", true)]
    [InlineData("Writer.WriteAsync(1)", "_inner = new(_items);", "", false)]
    public Task What_The_Creator_Also_Keeps_Is_Asked(string wait, string creates, string ends, bool isReported)
    {
        string code = $$"""
            internal sealed class Inner
            {
                private readonly Channel<int> _given;

                public Inner(Channel<int> given)
                {
                    _given = given;
                }

                public void Start() => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => { while (true) { await _given.{{wait}}; } });
            }

            public class Outer : IDisposable
            {
                private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
                private readonly Inner _inner;

                public Outer()
                {
                    {{creates}}
                    _inner.Start();
                }

                public void Dispose() { {{ends}} }
            }
            """;
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    /// <summary>Tests the forms of <c>new(…)</c> that can create an <c>Inner</c>. Its wait is reported only if none does.</summary>
    [Theory]
    [InlineData("new(_items)", false)]
    [InlineData("new(_items, 2)", false)]
    [InlineData("new(_items, 2, \"a\", \"b\")", false)]
    [InlineData("new(_items) { Name = \"a\" }", false)]
    [InlineData("new(given: _items, size: 3) { Name = \"a\" }", false)]
    [InlineData("null!", true)]
    public Task Each_Form_Of_A_Creation_Is_Found(string creation, bool isReported)
    {
        string code = $$"""
            internal class Named { public string Name { get; set; } = ""; }

            internal sealed class Inner : Named
            {
                private readonly Channel<int> _given;

                public Inner(Channel<int> given, int size = 1, params string[] names) => _given = given;

                public void Start() => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => { while (true) { await _given.Reader.ReadAsync(); } });
            }

            public class Outer : IDisposable
            {
                private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
                private readonly List<Inner> _inner = new();

                public void Add()
                {
                    _inner.Add({{creation}});
                    _inner.Add(Make());
                }

                private static Inner Make() => new(Channel.CreateUnbounded<int>());

                public void Dispose() => _items.Writer.Complete();
            }
            """;
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    private static string Code(string creates, string member, bool isReported) =>
        $$"""
        internal sealed class Consumer
        {
            private readonly ChannelReader<int> _reader;

            public Consumer(ChannelReader<int> items) => _reader = items;

            public void Start() => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => { await foreach (int item in _reader.ReadAllAsync()) { GC.KeepAlive(item); } });
        }

        public class Creator
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();

            public void Create() { {{creates}} }

            {{member}}
        }
        """;
}
