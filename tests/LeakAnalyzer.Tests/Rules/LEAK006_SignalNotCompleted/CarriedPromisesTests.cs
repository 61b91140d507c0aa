using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>
/// Tests a disposable type with a collection of objects, each of which has a <c>TaskCompletionSource</c> that a caller waits for.
/// </summary>
public class CarriedPromisesTests
{
    private const string Own = "public sealed class Request { public int Id; public readonly TaskCompletionSource<string> Answer = new(); public Task<string> Task => Answer.Task; }";
    private const string Given = "public sealed class Request { public Request(TaskCompletionSource<string> answer, int id) { Answer = answer; Id = id; } public int Id { get; } public TaskCompletionSource<string> Answer { get; } }";
    private const string Closes = "public sealed class Request { public int Id; private readonly TaskCompletionSource<string> _answer = new(); public Task<string> Task => _answer.Task; public void Set(string text) => _answer.TrySetResult(text); }";
    private const string Timed = "public sealed class Request { private readonly Timer _timer; public Request() { _timer = new Timer(_ => Answer.TrySetCanceled(), null, 1000, -1); } public int Id; public readonly TaskCompletionSource<string> Answer = new(); public Task<string> Task => Answer.Task; }";
    private const string Two = "public sealed class Request { public int Id; public readonly TaskCompletionSource<string> Sent = new(); public readonly TaskCompletionSource<string> Answer = new(); public Task<string> Task => Answer.Task; }";

    private const string Call = "public async Task<string> CallAsync() { var request = new Request { Id = ++_next }; _pending[request.Id] = request; return await request.Task; }";
    private const string Receive = "public void Receive(int id, string text) { if (_pending.TryRemove(id, out Request? request)) { request.Answer.TrySetResult(text); } }";

    [Theory]
    [InlineData(Own, Call, Receive, "", true)]
    [InlineData(Own, "public Task<string> CallAsync() { var request = new Request { Id = ++_next }; _pending.TryAdd(request.Id, request); return request.Answer.Task; }", Receive, "", true)]
    [InlineData(Own, "public async Task<string> CallAsync() { var request = new Request(); Send(request); return await request.Task.ConfigureAwait(false); } private void Send(Request one) { one.Id = ++_next; _pending[one.Id] = one; }", Receive, "", true)]
    [InlineData(Own, "public async Task<string> CallAsync() { var request = new Request(); _pending[1] = request; try { Console.Write(1); } catch (IOException e) { request.Answer.TrySetException(e); } return await request.Task; }", Receive, "", true)]
    [InlineData(Given, "public async Task<string> CallAsync() { var answer = new TaskCompletionSource<string>(); _pending[++_next] = new Request(answer, _next); return await answer.Task; }", Receive, "", true)]
    [InlineData(Given, "public async Task<string> CallAsync() { var answer = new TaskCompletionSource<string>(); var request = new Request(answer, _next); _pending[++_next] = request; return await answer.Task; }", Receive, "", true)]
    [InlineData(Closes, Call, "public void Receive(int id, string text) { if (_pending.TryRemove(id, out Request? request)) { request.Set(text); } }", "", true)]
    [InlineData(Own, "public Task<string> CallAsync(int id) => _pending.GetOrAdd(id, _ => new Request()).Answer.Task;", Receive, "", true)]
    [InlineData(Own, "public async Task<string> CallAsync(int id) => await _pending.GetOrAdd(id, new Request()).Task;", Receive, "", true)]
    [InlineData(Own, "public async Task<string> CallAsync(int id) { Request request = _pending.GetOrAdd(id, _ => new Request()); return await request.Task; }", Receive, "", true)]
    [InlineData(Own, "public Task<string> CallAsync(int id) => _pending.GetOrAdd(id, _ => new Request()).Answer.Task.WaitAsync(TimeSpan.FromSeconds(5));", Receive, "", false)]
    [InlineData(Own, "public Task<string> CallAsync(int id, Func<int, Request> make) => _pending.GetOrAdd(id, make).Answer.Task;", Receive, "", false)]
    [InlineData(Own, "public Task<string> CallAsync(int id) => _pending.GetOrAdd(id, _ => new Request()).Answer.Task;", Receive, "foreach (Request request in _pending.Values) { request.Answer.TrySetCanceled(); }", false)]
    [InlineData(Own, Call, Receive, "foreach (Request request in _pending.Values) { request.Answer.TrySetCanceled(); }", false)]
    [InlineData(Own, Call, Receive, "_pending.Clear();", false)]
    [InlineData(Own, Call, Receive, "FailAll(); } private void FailAll() { foreach (var one in _pending) { one.Value.Answer.TrySetCanceled(); }", false)]
    [InlineData(Own, Call, "public void Receive(int id) { _pending.TryRemove(id, out _); }", "", false)]
    [InlineData(Own, Call, "public ConcurrentDictionary<int, Request> Pending => _pending; " + Receive, "", false)]
    [InlineData(Own, Call, "public void Receive() => Drain(_pending); private static void Drain(ConcurrentDictionary<int, Request> all) { foreach (var one in all) { one.Value.Answer.TrySetCanceled(); } }", "", false)]
    [InlineData(Timed, Call, Receive, "", false)]
    [InlineData(Two, Call, Receive, "", false)]
    [InlineData(Own, "public async Task<string> CallAsync() { var request = new Request { Id = ++_next }; _pending[request.Id] = request; return await request.Task.WaitAsync(TimeSpan.FromSeconds(5)); }", Receive, "", false)]
    [InlineData(Own, "public async Task<string> CallAsync(CancellationToken token) { var request = new Request { Id = ++_next }; _pending[request.Id] = request; using var r = token.Register(() => request.Answer.TrySetCanceled()); return await request.Task; }", Receive, "", false)]
    [InlineData(Own, "public async Task<string> CallAsync(Action<Request> send) { var request = new Request { Id = ++_next }; _pending[request.Id] = request; send(request); return await request.Task; }", Receive, "", false)]
    [InlineData(Own, "private Request? _last; public async Task<string> CallAsync() { var request = new Request { Id = ++_next }; _pending[request.Id] = request; _last = request; return await request.Task; }", Receive, "", false)]
    public async Task A_Collection_Of_Objects(string request, string call, string receive, string end, bool isReported)
    {
        string creation = isReported ? "{|LEAK006:new()|}" : "new()";
        string source = $"{request} {Code.Class($"private readonly ConcurrentDictionary<int, Request> _pending = {creation}; private int _next; {call} {receive} public void Dispose() {{ {end} }}")}";
        await Verify.Silent(source.Replace("{|LEAK006:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal));
        await Check(source.Replace("class Subject", "class Subject : IDisposable", StringComparison.Ordinal), isReported);
    }

    [Theory]
    [InlineData("ConcurrentDictionary<int, (TaskCompletionSource<string> Answer, int Id)>", "_pending[1] = (answer, 1);", "if (_pending.TryRemove(1, out var one)) { one.Answer.SetResult(\"\"); }", "", true)]
    [InlineData("List<(TaskCompletionSource<string>, int)>", "_pending.Add((answer, 1));", "_pending[0].Item1.SetResult(\"\");", "", true)]
    [InlineData("Dictionary<int, List<(TaskCompletionSource<string> Answer, int Id)>>", "if (!_pending.TryGetValue(1, out var list)) { _pending.Add(1, list = new()); } list.Add((answer, 1));", "_pending[1][0].Answer.SetResult(\"\");", "", true)]
    [InlineData("Dictionary<int, List<TaskCompletionSource<string>>>", "var list = _pending[1]; list.Add(answer);", "_pending[1][0].SetResult(\"\");", "", true)]
    [InlineData("ConcurrentDictionary<int, (TaskCompletionSource<string> Answer, int Id)>", "_pending[1] = (answer, 1);", "", "", false)]
    [InlineData("ConcurrentDictionary<int, (TaskCompletionSource<string> Answer, int Id)>", "_pending[1] = (answer, 1);", "if (_pending.TryRemove(1, out var one)) { one.Answer.SetResult(\"\"); }", "foreach (var one in _pending.Values) { one.Answer.TrySetCanceled(); }", false)]
    [InlineData("Dictionary<int, List<TaskCompletionSource<string>>>", "var list = _pending[1]; list.Add(answer);", "_pending[1][0].SetResult(\"\");", "foreach (var list in _pending.Values) { list.ForEach(one => one.TrySetCanceled()); }", false)]
    public Task A_Collection_Of_Tuples_Or_Lists(string type, string put, string receive, string end, bool isReported) => Check(
        $$"""
        public sealed class Subject : IDisposable
        {
            private readonly {{type}} _pending = {{(isReported ? "{|LEAK006:new()|}" : "new()")}};
            public async Task<string> CallAsync() { var answer = new TaskCompletionSource<string>(); {{put}} return await answer.Task; }
            public void Receive() { {{receive}} }
            public void Dispose() { {{end}} }
        }
        """,
        isReported);

    private static async Task Check(string source, bool isReported)
    {
        if (isReported)
        {
            Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Verify.Reported(source)).Severity);
        }
        else
        {
            await Verify.Silent(source);
        }
    }
}
