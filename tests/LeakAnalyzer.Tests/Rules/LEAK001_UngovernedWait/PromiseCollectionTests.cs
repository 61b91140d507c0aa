namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests a type that stores <c>TaskCompletionSource</c>s in a collection. Code that takes one out may complete it.</summary>
public class PromiseCollectionTests
{
    private const string Queue = "Queue<TaskCompletionSource>";
    private const string List = "List<TaskCompletionSource>";
    private const string Map = "ConcurrentDictionary<int, TaskCompletionSource>";

    [Theory]
    [InlineData(Queue, "_all.Enqueue(p);", "_all.Dequeue().SetResult();")]
    [InlineData(Queue, "_all.Enqueue(p);", "if (_all.TryDequeue(out var next)) { next.TrySetResult(); }")]
    [InlineData(Queue, "_all.Enqueue(p);", "while (_all.Count > 0) { TaskCompletionSource next = _all.Dequeue(); next.SetResult(); }")]
    [InlineData(Queue, "_all.Enqueue(p);", "_all.FirstOrDefault()?.SetResult();")]
    [InlineData(List, "_all.Add(p);", "foreach (var one in _all) { one.SetResult(); } _all.Clear();")]
    [InlineData(List, "_all.Add(p);", "foreach (var one in _all.ToArray()) { one.SetResult(); }")]
    [InlineData(List, "_all.Add(p);", "_all[0].SetResult(); _all.RemoveAt(0);")]
    [InlineData(List, "_all.Add(p);", "var all = _all; foreach (var one in all) { End(one); }")]
    [InlineData(List, "_all.Add(p);", "_all.ForEach(one => one.SetResult());")]
    [InlineData(List, "_all.Add(p);", "foreach (var one in _all.Where(one => true)) { one.SetResult(); }")]
    [InlineData(Map, "_all.TryAdd(1, p);", "if (_all.TryRemove(1, out var one)) { one.SetException(new Exception()); }")]
    [InlineData(Map, "_all.TryAdd(1, p);", "foreach (var pair in _all) { pair.Value.TrySetCanceled(); }")]
    [InlineData(Map, "_all.TryAdd(1, p);", "foreach (var (_, one) in _all) { one.TrySetCanceled(); }")]
    [InlineData(Map, "_all.TryAdd(1, p);", "foreach (var one in _all.Values) { one.TrySetCanceled(); }")]
    [InlineData(Map, "_all.TryAdd(1, p);", "TaskCompletionSource? one; _all.TryGetValue(1, out one); one?.SetResult();")]
    [InlineData(Map, "_all.TryAdd(1, p);", "AppDomain.CurrentDomain.SetData(\"all\", _all);")]
    public Task One_That_Is_Taken_Out_And_Set_Is_Ended_By_Who_Calls_That(string type, string keep, string set) =>
        Verify.Silent(Subject("Ended();", isReported: false) + Own(type, keep, set));

    [Theory]
    [InlineData(Queue, "_all.Enqueue(p);", "_all.Dequeue().SetResult();")]
    [InlineData(Map, "_all.TryAdd(1, p);", "if (_all.TryRemove(1, out var one)) { one.SetException(new Exception()); }")]
    public Task One_That_Is_Set_By_What_Nobody_Calls_Is_Reported(string type, string keep, string set) =>
        Verify.Reported(Subject("", isReported: true) + Own(type, keep, set));

    [Theory]
    [InlineData(Queue, "_all.Enqueue(p);", "")]
    [InlineData(Queue, "_all.Enqueue(p);", "if (_all.TryDequeue(out var next)) { Console.WriteLine(next.Task.IsCompleted); }")]
    [InlineData(Queue, "_all.Enqueue(p);", "_all.Clear();")]
    [InlineData(Queue, "_all.Enqueue(p);", "_other.Dequeue().SetResult();")]
    [InlineData(List, "_all.Add(p);", "Console.WriteLine(_all.Count);")]
    [InlineData(List, "_all.Add(p);", "foreach (var one in _all) { Console.WriteLine(one.Task.Status); }")]
    [InlineData(Map, "_all.TryAdd(1, p);", "_all.TryRemove(1, out _);")]
    [InlineData(Map, "_all.TryAdd(1, p);", "foreach (int key in _all.Keys) { Console.WriteLine(key); }")]
    public Task One_That_Nobody_Sets_Is_Reported(string type, string keep, string set) =>
        Verify.Reported(Subject("Ended();", isReported: true) + Own(type, keep, set));

    private static string Subject(string call, bool isReported) => Code.Class($$"""
            private readonly Own signal = new();

            public void Scope() => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => await signal.WaitAsync());

            public void Act() { {{(call.Length > 0 ? "signal." + call : "")}} }
        """);

    private static string Own(string type, string keep, string set) => $$"""

        internal sealed class Own
        {
            private readonly {{type}} _all = new();
            private readonly Queue<TaskCompletionSource> _other = new();

            public Task WaitAsync()
            {
                var p = new TaskCompletionSource();
                {{keep}}
                _other.Enqueue(new TaskCompletionSource());
                return p.Task;
            }

            public void Ended()
            {
                {{set}}
            }

            private static void End(TaskCompletionSource promise) => promise.TrySetResult();
        }
        """;
}
