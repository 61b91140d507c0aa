namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests disposals that wait for the task: cancelling something after that wait is too late.</summary>
public class JoinTests
{
    private const string Work = "while (true) { await _c.Reader.ReadAsync(_cts.Token); }";
    private const string Fields = "private readonly CancellationTokenSource _cts = new(); private readonly Channel<int> _c = Channel.CreateUnbounded<int>(); ";

    [Theory]
    [InlineData("_loop!.Wait(); _cts.Cancel();", true)]
    [InlineData("_loop?.Wait(); _cts.Cancel();", true)]
    [InlineData("if (_loop != null) { _loop.Wait(); } _cts.Cancel();", true)]
    [InlineData("try { _loop!.Wait(); } catch (Exception) { } finally { _cts.Cancel(); }", true)]
    [InlineData("Task? loop = _loop; loop!.GetAwaiter().GetResult(); _cts.Cancel();", true)]
    [InlineData("Task.WaitAll(_loop!); _c.Writer.Complete();", true)]
    [InlineData("_loop!.Wait(); Stop(); } private void Stop() { _cts.Cancel();", true)]
    [InlineData("_loop!.Wait();", true)]
    [InlineData("_loop!.Wait(1000);", true)]
    [InlineData("_cts.Cancel(); _loop!.Wait();", false)]
    [InlineData("_loop!.Wait(1000); _cts.Cancel();", false)]
    [InlineData("Task.WhenAny(_loop!, Task.Delay(1000)).Wait(); _cts.Cancel();", false)]
    [InlineData("if (_cts.Token.CanBeCanceled) { _cts.Cancel(); } _loop!.Wait(); _cts.Cancel();", false)]
    [InlineData("_c.Writer.Complete(); _loop!.Wait();", false)]
    [InlineData("Stop(); _loop!.Wait(); } private void Stop() { _cts.Cancel();", false)]
    [InlineData("_loop!.Wait(); _cts.Cancel(); } public void Close() { _cts.Cancel();", false)]
    [InlineData("_loop!.Wait(); _cts.Cancel(); } public void Restart() { _cts.Cancel();", true)]
    [InlineData("_other!.Wait(); _cts.Cancel(); } private readonly Task _other = Task.CompletedTask; private void More() {", false)]
    public Task An_Act_After_A_Join_Comes_Too_Late(string end, bool isReported) => Owner.Of(Fields, Work, end, isReported);

    [Theory]
    [InlineData("_loop!.Wait(); _cts.Cancel();", ", for ever")]
    [InlineData("_loop!.Wait(1000); _loop!.Wait();", ", for ever")]
    [InlineData("_loop!.Wait(1000); _loop!.Wait(2000);", "")]
    public async Task The_Message_Tells_Who_Waits(string end, string time)
    {
        string source = Owner.Expand(Owner.Type(Fields, $"_loop = START(async () => {{ {Work} }});", end), isReported: true);
        Assert.Equal(
            $"The task started by 'Task.Run' is waited for by 'Dispose'{time}: nothing before that ends its '_c.Reader.ReadAsync'; cancel a source of its own when 'Subject' is disposed, before it waits",
            Assert.Single(await Verify.Reported(source)).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("_loop!.Wait();", false)]
    [InlineData("Helpers.SafeDispose(_loop!);", true)]
    public Task A_Token_That_The_Constructor_Was_Given_Is_Cancelled_First(string end, bool isReported) => Owner.Verify($$"""
        public static class Helpers { public static void SafeDispose(this IDisposable subject) { try { subject.Dispose(); } catch (Exception) { } } }

        public class Subject : IDisposable
        {
            private readonly CancellationToken _stop;
            private Task? _loop;
            public Subject(CancellationToken stop) => _stop = stop;
            public void Start() => _loop = START(async () => await Task.Delay(Timeout.Infinite, _stop));
            public void Dispose() { {{end}} }
        }
        """, isReported);
}
