namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests tasks that wait on the elements of a collection, which a lambda or a loop gets.</summary>
public class ElementTests
{
    private const string Made = "private readonly List<Channel<int>> _all = [Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<int>()];";
    private const string Filled = "private readonly List<Channel<int>> _all = new(); public void Add() => _all.Add(Channel.CreateUnbounded<int>());";

    /// <summary>The lambda gets its parameter from the collection, so that the elements' ends in other members count.</summary>
    [Theory]
    [InlineData(Made, "_all.ForEach(one => Task.Run(() => PumpAsync(one.Reader)));", "_all.ForEach(one => one.Writer.Complete());")]
    [InlineData(Made, "_all.ForEach(one => Task.Run(() => PumpAsync(one.Reader)));", "foreach (var one in _all) { one.Writer.Complete(); }")]
    [InlineData(Filled, "_all.ForEach(one => Task.Run(() => PumpAsync(one.Reader)));", "foreach (var one in _all) { one.Writer.Complete(); }")]
    [InlineData(Filled, "foreach (var one in _all) { _ = PumpAsync(one.Reader); }", "foreach (var one in _all) { one.Writer.Complete(); }")]
    [InlineData(Filled, "Parallel.ForEach(_all, one => { _ = PumpAsync(one.Reader); });", "_all[0].Writer.Complete();")]
    [InlineData(Filled, "_all.Where(one => one.Reader.CanCount).ToList().ForEach(one => { _ = PumpAsync(one.Reader); });", "_all[0].Writer.Complete();")]
    [InlineData(Filled, "_all.ForEach(one => new Consumer(one.Reader));", "foreach (var one in _all) { one.Writer.Complete(); }")]
    [InlineData(Filled, "foreach (var one in _all) { _ = new Consumer(one.Reader); }", "foreach (var one in _all) { one.Writer.Complete(); }")]
    public Task What_The_Type_Ends_Is_Not_Reported(string members, string start, string end) => Verify.Silent(Of(members, start, end));

    /// <summary>Who has put the elements into the collection may end them.</summary>
    [Theory]
    [InlineData(Filled, "_all.ForEach(one => { _ = PumpAsync(one.Reader); });")]
    [InlineData("private Channel<int>[] _all = Enumerable.Range(0, 4).Select(_ => Channel.CreateUnbounded<int>()).ToArray();", "_all.ToList().ForEach(one => { _ = PumpAsync(one.Reader); });")]
    [InlineData("private static List<Channel<int>> Find() => [];", "Find().ForEach(one => { _ = PumpAsync(one.Reader); });")]
    [InlineData("private void StartAll(List<Channel<int>> all) => all.ForEach(one => { _ = PumpAsync(one.Reader); });", "")]
    public Task What_Cannot_Be_Followed_Is_Not_Reported(string members, string start) => Verify.Silent(Of(members, start, ""));

    /// <summary>An element of a given collection is given, as any other part of what was given.</summary>
    [Theory]
    [InlineData("public void Go(List<ChannelReader<int>> given) => given.ForEach(one => { _ = {|LEAK001:PumpAsync|}(one); });", "")]
    [InlineData("public Action<ChannelReader<int>> Go() => one => { _ = {|LEAK001:PumpAsync|}(one); };", "")]
    public Task What_Is_Given_Is_Reported(string members, string start) => Verify.Reported(Of(members, start, ""));

    private static string Of(string members, string start, string end) => $$"""
        public sealed class Group
        {
            {{members}}
            public void Start() { {{start}} }
            public void End() { {{end}} }
            private static async Task PumpAsync(ChannelReader<int> reader) { await foreach (int item in reader.ReadAllAsync()) { Console.WriteLine(item); } }
        }

        {{(start.Contains("Consumer", StringComparison.Ordinal) ? "internal sealed class Consumer { public Consumer(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync()); }" : "")}}
        """;
}
