namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests uses of a type or method that are written with type arguments, such as <c>End&lt;int&gt;()</c>: they count like any other use.</summary>
public class GenericNameTests
{
    [Theory]
    [InlineData("_ = new Consumer<int>(_items.Reader);", true)]
    [InlineData("Consumer<int> consumer = new(_items.Reader); GC.KeepAlive(consumer);", true)]
    [InlineData("var other = Channel.CreateUnbounded<int>(); _ = new Consumer<int>(other.Reader); other.Writer.TryWrite(1);", false)]
    public Task A_Creation_Of_A_Generic_Type(string creates, bool isEnded) => Verify.Of(
        $$"""
        internal sealed class Consumer<T>
        {
            private readonly ChannelReader<T> _reader;
            public Consumer(ChannelReader<T> items) => _reader = items;
            public void Start() => _ = {{Start(isEnded)}}(async () => { await foreach (T item in _reader.ReadAllAsync()) { GC.KeepAlive(item); } });
        }

        internal sealed class Consumer { public Consumer(ChannelReader<int> items) => GC.KeepAlive(items); }

        public class Creator : IDisposable
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            public void Create() { {{creates}} }
            public void Dispose() => _items.Writer.TryComplete();
        }
        """,
        !isEnded);

    [Theory]
    [InlineData("Start<int>(_items.Reader);", true)]
    [InlineData("Start(_items.Reader);", true)]
    [InlineData("this.Start<int>(_items.Reader);", true)]
    [InlineData("var other = Channel.CreateUnbounded<int>(); Start<int>(other.Reader); other.Writer.TryWrite(1);", false)]
    public Task A_Call_Of_A_Generic_Method(string starts, bool isEnded) => Verify.Of(
        $$"""
        public class Creator : IDisposable
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            public void Create() { {{starts}} }
            private void Start<T>(ChannelReader<T> reader) => _ = {{Start(isEnded)}}(async () => { await foreach (T item in reader.ReadAllAsync()) { GC.KeepAlive(item); } });
            public void Dispose() => _items.Writer.TryComplete();
        }
        """,
        !isEnded);

    [Theory]
    [InlineData("public void Dispose() => End<int>();", true)]
    [InlineData("public void Dispose() => this.End<string>();", true)]
    [InlineData("public void Dispose() => Run(End<int>); private static void Run(Action act) => act();", true)]
    [InlineData("public void Dispose() { void Stop<T>() => _items.Writer.TryComplete(); Stop<int>(); }", true)]
    [InlineData("public void Dispose() => End(); private void End() => Console.WriteLine();", false)]
    public Task An_End_In_A_Generic_Method(string disposes, bool isEnded) => Verify.Of(
        $$"""
        public class Creator : IDisposable
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            public void Create() => _ = {{Start(isEnded)}}(async () => { await foreach (int item in _items.Reader.ReadAllAsync()) { GC.KeepAlive(item); } });
            {{disposes}}
            private void End<T>() => _items.Writer.TryComplete();
        }
        """,
        !isEnded);

    private static string Start(bool isEnded) => isEnded ? "Task.Run" : "{|LEAK001:Task.Run|}";
}
