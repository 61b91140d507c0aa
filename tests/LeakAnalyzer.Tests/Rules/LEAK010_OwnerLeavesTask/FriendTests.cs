namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests a type whose internals another assembly can see (<c>InternalsVisibleTo</c>), but isn't assumed to use.</summary>
public class FriendTests
{
    [Theory]
    [InlineData("Acme.Provider", "", true)]
    [InlineData("Acme.Tests", "", true)]
    [InlineData("Acme.Provider", "Writer.TryComplete();", false)]
    [InlineData("Acme.Provider", "Close(); } internal void Close() { Writer.TryComplete();", false)]
    [InlineData("Acme.Provider", "} internal void Restart() { Writer.TryComplete();", true)]
    public Task A_Friend_May_End_What_An_Internal_Member_Holds(string friend, string end, bool isReported) => Owner.Verify($$"""
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("{{friend}}")]
        internal sealed class Source : IDisposable
        {
            private readonly ChannelReader<int> _reader;
            private readonly Task _loop;
            public Source()
            {
                var channel = Channel.CreateUnbounded<int>();
                _reader = channel.Reader;
                Writer = channel.Writer;
                _loop = START(WriteAsync);
            }
            internal ChannelWriter<int> Writer { get; }
            public bool IsRunning => !_loop.IsCompleted;
            public void Dispose() { {{end}} }
            private async Task WriteAsync()
            {
                while (true) { Console.WriteLine(await _reader.ReadAsync()); }
            }
        }
        """, isReported);

    [Theory]
    [InlineData("public", "public")]
    [InlineData("public", "protected internal")]
    public Task Code_That_Sees_A_Public_Member_May_End_It(string type, string member) => Owner.Verify($$"""
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Acme.Provider")]
        {{type}} class Source : IDisposable
        {
            private readonly Task _loop;
            public Source() => _loop = START(ReadAsync);
            {{member}} Channel<int> Items { get; } = Channel.CreateUnbounded<int>();
            public bool IsRunning => !_loop.IsCompleted;
            public void Dispose() { }
            private async Task ReadAsync() => Console.WriteLine(await Items.Reader.ReadAsync());
        }
        """, isReported: false);
}
