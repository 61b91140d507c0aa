namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests a bounded channel in a field: a writer waits for ever for room in it if the only reader stops early.</summary>
public class FieldChannelTests
{
    private const string Enumerator = "await foreach (int row in _rows.Reader.ReadAllAsync(stop)) { yield return row; }";

    [Theory]
    [InlineData("Channel.CreateBounded<int>(1)", Enumerator, true)]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(1) { SingleReader = true })", Enumerator, true)]
    [InlineData("Channel.CreateUnbounded<int>()", Enumerator, false)]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest })", Enumerator, false)]
    [InlineData("Channel.CreateBounded<int>(1)", "try { " + Enumerator + " } finally { _rows.Writer.TryComplete(); }", false)]
    [InlineData("Channel.CreateBounded<int>(1)", "try { " + Enumerator + " } finally { _left.Cancel(); }", false)]
    [InlineData("Channel.CreateBounded<int>(1)", "try { " + Enumerator + " } finally { _other.Cancel(); }", true)]
    public async Task A_Reader_That_Is_Enumerated(string creation, string body, bool isReported)
    {
        string source = Type(isReported ? $"{{|LEAK006:{creation}|}}" : creation, "_ = PumpAsync();", $"public async IAsyncEnumerable<int> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default) {{ {body} }}");
        await (isReported ? Verify.Reported(source) : Verify.Silent(source));
    }

    [Theory]
    [InlineData("await foreach (int row in _rows.Reader.ReadAllAsync()) { Work(row); }", true)]
    [InlineData("try { await foreach (int row in _rows.Reader.ReadAllAsync()) { Work(row); } } finally { _rows.Writer.TryComplete(); }", false)]
    [InlineData("try { await foreach (int row in _rows.Reader.ReadAllAsync()) { Work(row); } } catch (Exception e) { _rows.Writer.TryComplete(e); }", false)]
    [InlineData("await foreach (int row in _rows.Reader.ReadAllAsync()) { try { Work(row); } catch (Exception) { } }", false)]
    [InlineData("await foreach (int row in _rows.Reader.ReadAllAsync()) { _last = row; }", false)]
    [InlineData("while (await _rows.Reader.WaitToReadAsync()) { while (_rows.Reader.TryRead(out int row)) { Work(row); } }", true)]
    [InlineData("while (await _rows.Reader.WaitToReadAsync()) { while (_rows.Reader.TryRead(out int row)) { _last = row; } }", false)]
    [InlineData("do { if (_rows.Reader.TryRead(out int row)) { Work(row); } } while (await _rows.Reader.WaitToReadAsync());", true)]
    [InlineData("do { if (_rows.Reader.TryRead(out int row)) { _last = row; } } while (await _rows.Reader.WaitToReadAsync());", false)]
    [InlineData("for (; await _rows.Reader.WaitToReadAsync();) { if (_rows.Reader.TryRead(out int row)) { _last = row; } }", false)]
    public async Task A_Reader_That_An_Exception_May_End(string body, bool isReported)
    {
        string creation = isReported ? "{|LEAK006:Channel.CreateBounded<int>(1)|}" : "Channel.CreateBounded<int>(1)";
        string source = Type(creation, "_ = PumpAsync();", $"private int _last; private static void Work(int row) => Console.WriteLine(int.Parse(row.ToString()) + File.ReadAllText(\"x\")); public async Task ReadAsync() {{ {body} }}");
        await (isReported ? Verify.Reported(source) : Verify.Silent(source));
    }

    [Theory]
    [InlineData("public void Stop() => _left.Cancel();", false)]
    [InlineData("public void Stop() => _rows.Writer.TryComplete();", false)]
    [InlineData("public void Stop() => _other.Cancel();", true)]
    public async Task A_Type_That_Ends_The_Writer_Itself(string member, bool isReported)
    {
        string source = Type(
            isReported ? "{|LEAK006:Channel.CreateBounded<int>(1)|}" : "Channel.CreateBounded<int>(1)",
            "_ = PumpAsync();",
            $"{member} public async IAsyncEnumerable<int> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default) {{ {Enumerator} }}");
        await (isReported ? Verify.Reported(source) : Verify.Silent(source));
    }

    [Fact]
    public async Task Where_Callers_Write_Their_Wait_Is_Theirs()
    {
        string reader = $"public async IAsyncEnumerable<int> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default) {{ {Enumerator} }}";
        await Verify.Silent(Type("Channel.CreateBounded<int>(1)", "", reader).Replace("private async Task PumpAsync", "public async Task PumpAsync", StringComparison.Ordinal));
    }

    private static string Type(string creation, string start, string reader) => Code.Class($$"""
        private readonly Channel<int> _rows = {{creation}};
        private readonly CancellationTokenSource _left = new(), _other = new();
        public Subject() { {{start}} }
        private async Task PumpAsync()
        {
            for (int i = 0; i < 1000; i++)
            {
                await _rows.Writer.WriteAsync(i, _left.Token);
            }

            _rows.Writer.Complete();
        }

        {{reader}}
        """);
}
