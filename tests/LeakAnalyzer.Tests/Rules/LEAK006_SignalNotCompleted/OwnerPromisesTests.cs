using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests a disposable type with <c>TaskCompletionSource</c>s that callers wait for: its disposal should complete them.</summary>
public class OwnerPromisesTests
{
    private const string Call = "public async Task<string> CallAsync() { var answer = new TaskCompletionSource<string>(); _pending[++_next] = answer; return await answer.Task; }";
    private const string Answer = "public void Receive(int id, string text) { if (_pending.TryRemove(id, out TaskCompletionSource<string>? answer)) { answer.TrySetResult(text); } }";

    private const string Sweep = "private void Sweep() { foreach (var one in _pending) { one.Value.TrySetCanceled(); } } ";

    [Theory]
    [InlineData(Call, Answer, "", true)]
    [InlineData(Call, Answer, "GC.SuppressFinalize(this);", true)]
    [InlineData("public Task<string> CallAsync() { var answer = new TaskCompletionSource<string>(); _pending.TryAdd(++_next, answer); return answer.Task; }", Answer, "", true)]
    [InlineData(Call, Answer, "foreach (TaskCompletionSource<string> answer in _pending.Values) { answer.TrySetCanceled(); }", false)]
    [InlineData(Call, Answer, "_pending.Clear();", false)]
    [InlineData(Call, Answer, "FailAll(); } private void FailAll() { foreach (var one in _pending) { one.Value.TrySetCanceled(); }", false)]
    [InlineData(Call, Answer, "} public void Close() { foreach (var one in _pending) { one.Value.TrySetCanceled(); }", false)]
    [InlineData(Call, Answer, "} public void Restart() { foreach (var one in _pending) { one.Value.TrySetCanceled(); }", true)]
    [InlineData(Call, Answer, "} private void OnClosed(object? sender, EventArgs e) { foreach (var one in _pending) { one.Value.TrySetCanceled(); } } public void Listen(AppDomain app) { app.ProcessExit += OnClosed;", false)]
    [InlineData(Call, Answer + Sweep + "private Timer? _timer; public void Watch() => _timer = new Timer(_ => Sweep(), null, 1000, 1000);", "_timer?.Dispose();", true)]
    [InlineData(Call, Answer + Sweep + "private Timer? _timer; public void Watch() { _timer = new Timer(Sweep, null, 1000, 1000); } private void Sweep(object? state) => Sweep();", "_timer?.Dispose();", true)]
    [InlineData(Call, Answer + Sweep + "private Timer? _timer; public void Watch() => _timer = new Timer(_ => Sweep(), null, 1000, 1000);", "", false)]
    [InlineData(Call, Answer + Sweep + "private Timer? _timer; public void Watch() => _timer = new Timer(_ => Sweep(), null, 1000, 1000);", "Console.Write(_timer);", false)]
    [InlineData(Call, Answer + Sweep + "private IDisposable? _events; public void Watch(IObservable<int> events, IObserver<int> observer) { _events = events.Subscribe(observer); AppDomain.CurrentDomain.ProcessExit += (_, _) => Sweep(); }", "_events?.Dispose();", false)]
    [InlineData("public Task<string> CallAsync(int id) => _pending.GetOrAdd(id, _ => new TaskCompletionSource<string>()).Task;", Answer, "", true)]
    [InlineData("public Task<string> CallAsync(int id) => _pending.GetOrAdd(id, _ => new TaskCompletionSource<string>()).Task.WaitAsync(TimeSpan.FromSeconds(5));", Answer, "", false)]
    [InlineData(Call, "public void Receive(int id) { }", "", false)]
    [InlineData("public async Task<string> CallAsync() { var answer = new TaskCompletionSource<string>(); _pending[++_next] = answer; return await answer.Task.WaitAsync(TimeSpan.FromSeconds(5)); }", Answer, "", false)]
    [InlineData("public async Task<string> CallAsync(CancellationToken token) { var answer = new TaskCompletionSource<string>(); _pending[++_next] = answer; return await answer.Task.WaitAsync(token); }", Answer, "", false)]
    [InlineData("public async Task<string> CallAsync(CancellationToken token) { var answer = new TaskCompletionSource<string>(); _pending[++_next] = answer; using var r = token.Register(() => answer.TrySetCanceled()); return await answer.Task; }", Answer, "", false)]
    public async Task A_Collection(string call, string answer, string end, bool isReported)
    {
        string creation = isReported ? "{|LEAK006:new()|}" : "new()";
        string source = Code.Class($"private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _pending = {creation}; private int _next; {call} {answer} public void Dispose() {{ {end} }}");
        await Verify.Silent(source.Replace("{|LEAK006:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal));
        source = source.Replace("class Subject", "class Subject : IDisposable", StringComparison.Ordinal);
        if (isReported)
        {
            Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Verify.Reported(source)).Severity);
        }
        else
        {
            await Verify.Silent(source);
        }
    }

    [Theory]
    [InlineData("GetOrAdd(id, _ => new TaskCompletionSource<string>())", "", true)]
    [InlineData("GetOrAdd(id, new TaskCompletionSource<string>())", "", true)]
    [InlineData("AddOrUpdate(id, new TaskCompletionSource<string>(), (_, old) => old)", "", false)]
    [InlineData("GetOrAdd(id, _ => new TaskCompletionSource<string>())", "public void Fail() { foreach (TaskCompletionSource<string> one in _pending.Values) { one.TrySetCanceled(); } }", false)]
    [InlineData("GetOrAdd(id, _ => new TaskCompletionSource<string>())", "public void Fail(Action<TaskCompletionSource<string>> how) { foreach (TaskCompletionSource<string> one in _pending.Values) { how(one); } }", false)]
    public async Task A_Collection_That_Makes_Them_Where_There_Are_None(string get, string fail, bool isReported)
    {
        string creation = isReported ? "{|LEAK006:new()|}" : "new()";
        string source = $$"""
            public sealed class Link : IDisposable
            {
                private readonly Box _box = new();
                public Task<string> AskAsync(int id) => _box.WaitAsync(id);
                public void Receive(int id, string text) => _box.Set(id, text);
                public string Take(int id) => _box.Take(id);
                public void Dispose() { }
                private sealed class Box
                {
                    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _pending = {{creation}};
                    public Task<string> WaitAsync(int id) { var answer = _pending.{{get}}; return answer.Task; }
                    public void Set(int id, string text) { var answer = _pending.{{get}}; answer.TrySetResult(text); }
                    public string Take(int id) { TaskCompletionSource<string>? answer; return _pending.TryRemove(id, out answer) ? answer.Task.GetAwaiter().GetResult() : ""; }
                    {{fail}}
                }
            }
            """;
        if (isReported)
        {
            Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Verify.Reported(source)).Severity);
        }
        else
        {
            await Verify.Silent(source);
        }
    }

    [Theory]
    [InlineData("return await _done.Task;", true)]
    [InlineData("if (!_done.Task.IsCompleted) { return await _done.Task; } return 0;", true)]
    [InlineData("if (_done.Task.IsCompleted || _count > 0) { return await _done.Task; } return 0;", true)]
    [InlineData("if (_other.Task.IsCompleted) { return await _done.Task; } return 0;", true)]
    [InlineData("if (_done.Task.IsCompleted) { return await _done.Task; } return 0;", false)]
    [InlineData("if (_count > 0 && _done.Task.IsCompletedSuccessfully) { return await _done.Task.ConfigureAwait(false); } return 0;", false)]
    [InlineData("return _done.Task.IsCompleted ? await _done.Task : 0;", false)]
    public async Task A_Promise_That_Is_Known_To_Be_Set_Keeps_Nobody_Waiting(string wait, bool isReported)
    {
        string creation = isReported ? "{|LEAK006:new()|}" : "new()";
        string source = Code.Class($$"""
            private readonly TaskCompletionSource<int> _done = {{creation}};
            private readonly TaskCompletionSource<int> _other = new();
            private int _count;
            public async Task<int> GetAsync() { {{wait}} }
            public void Set(int value) => _done.TrySetResult(value);
            public void Dispose() { _count = 0; _other.TrySetCanceled(); }
            """).Replace("class Subject", "class Subject : IDisposable", StringComparison.Ordinal);
        if (isReported)
        {
            await Verify.Reported(source);
        }
        else
        {
            await Verify.Silent(source);
        }
    }

    [Theory]
    [InlineData("_stop.Token.Register(static state => ((Subject)state!).OnStopped(), this);", "_stop.Cancel();", false)]
    [InlineData("_stop.Token.Register(static state => ((Subject)state!).OnStopped(), this);", "_stop.Dispose();", true)]
    [InlineData("", "_stop.Cancel();", true)]
    public Task A_Callback_Of_The_Token_That_The_End_Cancels_May_Set_Them(string register, string end, bool isReported)
    {
        string source = Code.Class($$"""
            private readonly CancellationTokenSource _stop = new();
            private readonly TaskCompletionSource<int> _answer = {{(isReported ? "{|LEAK006:new()|}" : "new()")}};
            public Subject() { {{register}} }
            public Task<int> AskAsync() => _answer.Task;
            public void Receive(int value) => _answer.TrySetResult(value);
            protected virtual void OnStopped() { }
            public void Dispose() { {{end}} }
            """).Replace("class Subject", "class Subject : IDisposable", StringComparison.Ordinal);
        return isReported ? Verify.Reported(source) : Verify.Silent(source);
    }

    /// <summary>What the end cancels ends by an exception. The handler of that exception may set the promise.</summary>
    [Theory]
    [InlineData("try { await Task.Delay(1, _stop.Token); _connected.TrySetResult(); } catch (Exception e) { _connected.TrySetException(e); }", "_stop.Cancel();", false)]
    [InlineData("try { await Task.Delay(1, token); } finally { _connected.TrySetResult(); }", "_stop.Cancel();", false)]
    [InlineData("await InnerAsync(); async Task InnerAsync() { try { await Task.Delay(1, token); } catch (Exception e) { _connected.TrySetException(e); } }", "_stop.Cancel();", false)]
    [InlineData("try { await Task.Delay(1, token); } catch (Exception e) { _connected.TrySetException(e); }", "", true)]
    [InlineData("try { await Task.Delay(1, token); } catch (Exception) { return; } _connected.TrySetResult();", "_stop.Cancel();", true)]
    [InlineData("await Task.Delay(1, token); _connected.TrySetResult();", "_stop.Cancel();", true)]
    public Task A_Handler_Of_The_Cancellation_May_Set_It(string connect, string end, bool isReported) => Verify.Of(
        Code.Class($$"""
            private readonly CancellationTokenSource _stop = new();
            private readonly TaskCompletionSource _connected = {{(isReported ? "{|LEAK006:new()|}" : "new()")}};
            public Task Connected => _connected.Task;
            public Task StartAsync() => ConnectAsync(_stop.Token);
            private async Task ConnectAsync(CancellationToken token) { {{connect}} }
            public void Dispose() { {{end}} }
            """).Replace("class Subject", "class Subject : IDisposable", StringComparison.Ordinal),
        isReported);

    [Theory]
    [InlineData("var old = _answer; _answer = new(); old.TrySetResult(1);", "", true)]
    [InlineData("var next = new TaskCompletionSource<int>(); var old = _answer; _answer = next; old.TrySetResult(1);", "", true)]
    [InlineData("Interlocked.Exchange(ref _answer, new()).TrySetResult(1);", "", true)]
    [InlineData("var old = Interlocked.Exchange(ref _answer, new()); old.TrySetResult(1);", "", true)]
    [InlineData("var next = new TaskCompletionSource<int>(); var old = _answer; _answer = next; old.TrySetResult(1);", "_answer.TrySetCanceled();", false)]
    [InlineData("var next = new TaskCompletionSource<int>(); var old = _answer; _answer = next; next.TrySetResult(2); old.TrySetResult(1);", "", false)]
    [InlineData("var old = Interlocked.Exchange(ref _answer, new()); old.TrySetResult(1);", "Interlocked.Exchange(ref _answer, new()).TrySetCanceled();", false)]
    public Task A_Promise_That_Is_Replaced(string receive, string end, bool isReported) => Verify.Of(
        Code.Class($$"""
            private TaskCompletionSource<int> _answer = {{(isReported ? "{|LEAK006:new()|}" : "new()")}};
            public Task<int> AskAsync() => _answer.Task;
            public void Receive() { {{receive}} }
            public void Dispose() { {{end}} }
            """).Replace("class Subject", "class Subject : IDisposable", StringComparison.Ordinal),
        isReported);
}
