namespace LeakAnalyzer.Tests.Speed;

/// <summary>Tests that the cost of a report doesn't grow with the number of reports in a class.</summary>
public class LinearityTests
{
    private const int Few = 50;
    private const int Many = 400;

    [Theory]
    [InlineData("void M{0}(ChannelReader<int> given) {{ _ = Task.Run(async () => await given.ReadAsync()); }}")]
    [InlineData("void M{0}() {{ _ = Task.Run(async () => await _channel.Reader.ReadAsync()); }}")]
    [InlineData("void M{0}() {{ _ = Task.Run(async () => await _reader.ReadAsync()); }}")]
    [InlineData("void M{0}() {{ _ = Task.Run(async () => await _done.Task); }}")]
    [InlineData("void M{0}() {{ _ = PumpAsync(); }}")]
    [InlineData("async Task M{0}(Task other) {{ await Task.WhenAny(other, Task.Delay(60_000)); }}")]
    public void A_Report_Among_Many_Costs_As_Much_As_Among_Few(string method)
    {
        BytesForEach(method, Few); // Fills the caches.
        double few = BytesForEach(method, Few);
        double many = BytesForEach(method, Many);

        Assert.True(many < 1.3 * few, $"{few:0} bytes for each of {Few} reports, {many:0} for each of {Many}");
    }

    /// <summary>A code fix examines many operations of a method. The graph of a long method takes seconds.</summary>
    [Fact]
    public void The_Graph_Of_A_Method_Is_Made_Once()
    {
        AskedCode code = AskedCode.Of("class C { void M(int n) { n++; n--; } }", _ => true);

        Assert.Same(code.Sites[0].GetGraph(), code.Sites[0].At(code.Sites[1].Operation).GetGraph());
    }

    private static double BytesForEach(string method, int reports)
    {
        AskedCode code = AskedCode.Of($$"""
            using System; using System.Threading; using System.Threading.Channels; using System.Threading.Tasks;
            class C
            {
                private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
                private readonly TaskCompletionSource _done = new();
                private readonly ChannelReader<int> _reader;
                public C(ChannelReader<int> reader) => _reader = reader;
                private async Task PumpAsync() => await _channel.Reader.ReadAsync();
                {{string.Join('\n', Enumerable.Range(0, reports).Select(i => "public " + string.Format(method, i)))}}
            }
            """, name => name.StartsWith('M'));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int found = code.Sites.Sum(code.Ask);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(reports, found);
        return (double)bytes / reports;
    }
}
