namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests disposals and stop methods that wait for the task. The fix cancels the task before they wait.</summary>
public class JoinedByEndTests
{
    [Theory]
    [InlineData(
        "await _loop;\n        _stop.Cancel();\n        _stop.Dispose();",
        "if (!_stop.IsCancellationRequested)\n        {\n            await _stop.CancelAsync();\n        }\n\n        await _loop;\n        _stop.Cancel();\n        _stop.Dispose();")]
    [InlineData(
        "await _loop.ConfigureAwait(false);",
        "if (!_stop.IsCancellationRequested)\n        {\n            await _stop.CancelAsync().ConfigureAwait(false);\n        }\n\n        await _loop.ConfigureAwait(false);")]
    public Task The_Source_Is_Cancelled_Before_The_Join(string end, string expected) => VerifyFix.CancelsOnDispose(Dispatcher("{|LEAK010:RunAsync|}", end), Dispatcher("RunAsync", expected));

    private static string Dispatcher(string start, string end) => $$"""
        sealed class Dispatcher : IAsyncDisposable
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            private readonly CancellationTokenSource _stop = new();
            private readonly Task _loop;

            public Dispatcher() => _loop = {{start}}(_stop.Token);

            public async ValueTask DisposeAsync()
            {
                {{end}}
            }

            private async Task RunAsync(CancellationToken stop)
            {
                while (true)
                {
                    Console.WriteLine(await _items.Reader.ReadAsync(stop));
                }
            }
        }
        """.ReplaceLineEndings("\n");
}
