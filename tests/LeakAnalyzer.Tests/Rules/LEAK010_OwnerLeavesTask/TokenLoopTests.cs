namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests loops that only a token ends, however they ask for it, in a disposable type.</summary>
public class TokenLoopTests
{
    private const string Source = "private readonly CancellationTokenSource _stop = new(); ";

    [Theory]
    [InlineData("while (true) { if (_stop.IsCancellationRequested) { break; } await Task.Delay(10); }", "", true)]
    [InlineData("while (true) { if (_stop.IsCancellationRequested) { break; } await Task.Delay(10); }", "_stop.Cancel();", false)]
    [InlineData("while (true) { await Task.Delay(10); if (_stop.Token.IsCancellationRequested) { return; } }", "_stop.Dispose();", false)]
    [InlineData("while (true) { if (_stop.IsCancellationRequested || _closed) { break; } await Task.Delay(10); }", "_closed = true;", false)]
    [InlineData("while (!_stop.Token.WaitHandle.WaitOne(10)) { Console.Write(1); }", "", true)]
    [InlineData("while (!_stop.Token.WaitHandle.WaitOne(10)) { Console.Write(1); }", "_stop.Cancel();", false)]
    [InlineData("while (!_stop.Token.WaitHandle.WaitOne(10)) { Console.Write(1); }", "_stop.Dispose();", false)]
    [InlineData("while (Runs) { await Task.Delay(10); }", "", true)]
    [InlineData("while (Runs) { await Task.Delay(10); }", "_stop.Cancel();", false)]
    [InlineData("await foreach (int item in ItemsAsync()) { Console.Write(item); }", "", true)]
    [InlineData("await foreach (int item in ItemsAsync()) { Console.Write(item); }", "_stop.Cancel();", false)]
    [InlineData("await foreach (int item in ItemsAsync()) { if (_closed) { break; } }", "_closed = true;", false)]
    [InlineData("await foreach (int item in ItemsAsync()) { if (item > 3) { break; } }", "", false)]
    public Task A_Loop_That_Asks_The_Types_Source(string work, string end, bool isReported) => Owner.Of(
        Source + "private bool _closed; private bool Runs => !_stop.IsCancellationRequested; private async IAsyncEnumerable<int> ItemsAsync() { while (true) { if (_stop.IsCancellationRequested) { yield break; } await Task.Delay(10); yield return 1; } } ",
        work, end, isReported);
}
