namespace LeakAnalyzer.Tests.CodeFixes.Complete;

/// <summary>LEAK006: tests the fix that lets a type's disposal cancel the <c>TaskCompletionSource</c>s that callers wait for.</summary>
public class OnDisposalTests
{
    private const string Answer = "if (_pending.TryRemove(id, out TaskCompletionSource<string>? one)) { one.TrySetResult(\"\"); }";

    [Fact]
    public Task One_Promise_Is_Cancelled_Before_The_Rest() => VerifyFix.CompletesOnDispose(
        """
        sealed class Link : IDisposable
        {
            private readonly System.IO.MemoryStream _stream = new();
            private readonly TaskCompletionSource<int> _done = {|LEAK006:new()|};
            public Task<int> WaitAsync() => _done.Task;
            public void Set(int value) => _done.TrySetResult(value);

            public void Dispose()
            {
                // The stream is ours.
                _stream.Dispose();
            }
        }
        """,
        """
        sealed class Link : IDisposable
        {
            private readonly System.IO.MemoryStream _stream = new();
            private readonly TaskCompletionSource<int> _done = new();
            public Task<int> WaitAsync() => _done.Task;
            public void Set(int value) => _done.TrySetResult(value);

            public void Dispose()
            {
                _done.TrySetCanceled();
                // The stream is ours.
                _stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_Replaced_Promise_In_An_Expression_Body() => VerifyFix.CompletesOnDispose(
        """
        sealed class Link : IDisposable
        {
            private readonly System.IO.MemoryStream stream = new();
            private TaskCompletionSource<int> done = {|LEAK006:new()|};
            public Task<int> WaitAsync() => this.done.Task;
            public void Set(int value) { var old = this.done; this.done = new(); old.TrySetResult(value); }
            public void Dispose() => this.stream.Dispose();
        }
        """,
        """
        sealed class Link : IDisposable
        {
            private readonly System.IO.MemoryStream stream = new();
            private TaskCompletionSource<int> done = new();
            public Task<int> WaitAsync() => this.done.Task;
            public void Set(int value) { var old = this.done; this.done = new(); old.TrySetResult(value); }
            public void Dispose()
            {
                this.done.TrySetCanceled();
                this.stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_Concurrent_Collection_In_The_Dispose_Pattern() => VerifyFix.CompletesOnDispose(
        $$"""
        class Link : IDisposable
        {
            private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _pending = {|LEAK006:new()|};
            private bool _disposed;
            private int _next;
            public async Task<string> AskAsync() { var answer = new TaskCompletionSource<string>(); _pending[++_next] = answer; return await answer.Task; }
            public void Receive(int id) { {{Answer}} }
            public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }

            protected virtual void Dispose(bool disposing)
            {
                if (_disposed)
                {
                    return;
                }

                _disposed = true;
            }
        }
        """,
        $$"""
        class Link : IDisposable
        {
            private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _pending = new();
            private bool _disposed;
            private int _next;
            public async Task<string> AskAsync() { var answer = new TaskCompletionSource<string>(); _pending[++_next] = answer; return await answer.Task; }
            public void Receive(int id) { {{Answer}} }
            public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }

            protected virtual void Dispose(bool disposing)
            {
                if (_disposed)
                {
                    return;
                }

                _disposed = true;
                if (disposing)
                {
                    foreach (TaskCompletionSource<string> left in _pending.Values)
                    {
                        left.TrySetCanceled();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Objects_That_Carry_Promises() => VerifyFix.CompletesOnDispose(
        """
        sealed class Link : IAsyncDisposable
        {
            private readonly ConcurrentQueue<Request> _pending = {|LEAK006:new()|};
            public async Task<string> AskAsync() { var request = new Request(); _pending.Enqueue(request); return await request.Answer.Task; }
            public void Receive() { if (_pending.TryDequeue(out Request? one)) { one.Answer.TrySetResult(""); } }
            public ValueTask DisposeAsync()
            {
                return default;
            }

            private sealed class Request { public TaskCompletionSource<string> Answer { get; } = new(); }
        }
        """,
        """
        sealed class Link : IAsyncDisposable
        {
            private readonly ConcurrentQueue<Request> _pending = new();
            public async Task<string> AskAsync() { var request = new Request(); _pending.Enqueue(request); return await request.Answer.Task; }
            public void Receive() { if (_pending.TryDequeue(out Request? one)) { one.Answer.TrySetResult(""); } }
            public ValueTask DisposeAsync()
            {
                foreach (Request left in _pending)
                {
                    left.Answer.TrySetCanceled();
                }

                return default;
            }

            private sealed class Request { public TaskCompletionSource<string> Answer { get; } = new(); }
        }
        """);

    /// <summary>The collection isn't created in an initializer, so the disposal may find null.</summary>
    [Fact]
    public Task A_Collection_That_May_Be_Null_Is_Not_Enumerated() => VerifyFix.DoesNotCompleteOnDispose(
        """
        sealed class Link : IDisposable
        {
            private ConcurrentDictionary<int, TaskCompletionSource<string>>? _pending;
            private int _next;
            public void Open() => _pending = {|LEAK006:new()|};
            public async Task<string> AskAsync() { var answer = new TaskCompletionSource<string>(); _pending![++_next] = answer; return await answer.Task; }
            public void Receive(int id) { if (_pending!.TryRemove(id, out TaskCompletionSource<string>? one)) { one.TrySetResult(""); } }
            public void Dispose() { }
        }
        """);

    /// <summary>
    /// No fix is offered: a <c>Dictionary</c> must not change while it is enumerated, and a type with both <c>Dispose</c> and <c>DisposeAsync</c> would need
    /// the fix in both.
    /// </summary>
    [Theory]
    [InlineData("Dictionary<int, TaskCompletionSource<string>>", "if (_pending.Remove(id, out TaskCompletionSource<string>? one)) { one.TrySetResult(\"\"); }", "IDisposable", "public void Dispose() { }")]
    [InlineData("ConcurrentDictionary<int, TaskCompletionSource<string>>", Answer, "IDisposable, IAsyncDisposable", "public void Dispose() { } public ValueTask DisposeAsync() => default;")]
    public Task What_Is_Not_Sure_Is_Not_Offered(string type, string receive, string contracts, string ends) => VerifyFix.DoesNotCompleteOnDispose(
        $$"""
        sealed class Link : {{contracts}}
        {
            private readonly {{type}} _pending = {|LEAK006:new()|};
            private int _next;
            public async Task<string> AskAsync() { var answer = new TaskCompletionSource<string>(); _pending[++_next] = answer; return await answer.Task; }
            public void Receive(int id) { {{receive}} }
            {{ends}}
        }
        """);
}
