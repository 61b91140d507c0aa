namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests a channel that an internal type is passed when it is created: the acts of the creators on their channel count.</summary>
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
