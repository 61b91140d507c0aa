namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests types of the project, such as a queue, whose method bodies tell what waits and what ends a wait.</summary>
public class OwnTypeTests
{
    private const string Queue = """

        internal sealed class Jobs
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            private bool _closed;
            public ValueTask<int> NextAsync() => _items.Reader.ReadAsync();
            public IAsyncEnumerable<int> All() => _items.Reader.ReadAllAsync();
            public void Add(int item) => _items.Writer.TryWrite(item);
            public void Close() { if (_closed) { return; } _closed = true; _items.Writer.TryComplete(); }
            public void CloseIf(bool flag) { if (flag) { _items.Writer.TryComplete(); } }
            public void Reset() { _ = _items.Reader.Count; }
            public int Count => _items.Reader.Count;
        }
        """;

    private const string Event = """

        internal sealed class AsyncAutoResetEvent
        {
            private readonly Queue<TaskCompletionSource<bool>> _waiters = new();
            private bool _isSet;

            public Task WaitAsync()
            {
                lock (_waiters)
                {
                    if (_isSet)
                    {
                        _isSet = false;
                        return Task.CompletedTask;
                    }

                    var promise = new TaskCompletionSource<bool>();
                    _waiters.Enqueue(promise);
                    return promise.Task;
                }
            }

            public void Set()
            {
                TaskCompletionSource<bool>? next = null;
                lock (_waiters)
                {
                    if (_waiters.Count > 0) { next = _waiters.Dequeue(); } else { _isSet = true; }
                }

                next?.SetResult(true);
            }

            public bool IsSet => _isSet;
        }
        """;

    private const string Gate = """

        internal sealed class Gate
        {
            private readonly TaskCompletionSource _open = new();
            public Task WaitAsync() => _open.Task;
            public void Open() => _open.TrySetResult();
            public void OpenIf(bool flag) { if (flag) { _open.TrySetResult(); } }
            public bool IsOpen => _open.Task.IsCompleted;
        }
        """;

    [Theory]
    [InlineData("await queue.NextAsync()", "", true)]
    [InlineData("await queue.NextAsync()", "Work(queue.Count);", true)]
    [InlineData("await queue.NextAsync()", "queue.Reset();", true)]
    [InlineData("await foreach (int item in queue.All()) { Work(item); }", "queue.Add(1);", true)]
    [InlineData("await foreach (int item in queue.All()) { Work(item); }", "", true)]
    [InlineData("await queue.NextAsync()", "queue.Add(1);", false)]
    [InlineData("await queue.NextAsync()", "queue.Close();", false)]
    [InlineData("await foreach (int item in queue.All()) { Work(item); }", "queue.Close();", false)]
    [InlineData("await queue.NextAsync()", "queue.CloseIf(flag);", false)]
    [InlineData("await queue.NextAsync()", "Work(queue);", false)]
    [InlineData("await queue.NextAsync()", "End(queue); static void End(Jobs jobs) => jobs.Close();", false)]
    [InlineData("await queue.NextAsync()", "End(queue); static void End(Jobs jobs) => Work(jobs.Count);", true)]
    public Task A_Queue_Of_Its_Own_In_A_Local(string wait, string act, bool isReported) =>
        Verify.Of(Local("var queue = new Jobs();", wait, act, isReported) + Queue, isReported);

    [Theory]
    [InlineData("await queue.NextAsync()", "", true)]
    [InlineData("await queue.NextAsync()", "Work(queue.Count);", true)]
    [InlineData("await foreach (int item in queue.All()) { Work(item); }", "queue.Add(1);", true)]
    [InlineData("await queue.NextAsync()", "queue.Close();", false)]
    [InlineData("await queue.NextAsync()", "queue.CloseIf(true);", false)]
    [InlineData("await queue.NextAsync()", "var other = queue; other.Close();", false)]
    [InlineData("await queue.NextAsync()", "var other = new Jobs(); other.Close();", true)]
    public Task A_Queue_Of_Its_Own_In_A_Field(string wait, string act, bool isReported) =>
        Verify.Of(Field("private readonly Jobs queue = new();", wait, act, isReported) + Queue, isReported);

    [Theory]
    [InlineData("await gate.WaitAsync()", "", true)]
    [InlineData("await gate.WaitAsync()", "Work(gate.IsOpen);", true)]
    [InlineData("await gate.WaitAsync()", "gate.Open();", false)]
    [InlineData("await gate.WaitAsync()", "gate.OpenIf(true);", false)]
    public async Task A_Gate_Of_Its_Own(string wait, string act, bool isReported)
    {
        await Verify.Of(Field("private readonly Gate gate = new();", wait, act, isReported) + Gate, isReported);
        await Verify.Of(Local("var gate = new Gate();", wait, act, isReported) + Gate, isReported);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Work(signal.IsSet);", true)]
    [InlineData("signal.Set();", false)]
    public async Task An_Auto_Reset_Event_Of_Its_Own(string act, bool isReported)
    {
        await Verify.Of(Field("private readonly AsyncAutoResetEvent signal = new();", "await signal.WaitAsync()", act, isReported) + Event, isReported);
        await Verify.Of(Local("var signal = new AsyncAutoResetEvent();", "await signal.WaitAsync()", act, isReported) + Event, isReported);
    }

    private static string Local(string made, string wait, string act, bool isReported) => Code.Class($$"""
            public void Scope(bool flag)
            {
                {{made}}
                _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => { {{wait}}; });
                {{act}}
            }
        """);

    private static string Field(string field, string wait, string act, bool isReported) => Code.Class($$"""
            {{field}}

            public void Scope(bool flag) => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => { {{wait}}; });

            public void Act()
            {
                {{act}}
            }
        """);
}
