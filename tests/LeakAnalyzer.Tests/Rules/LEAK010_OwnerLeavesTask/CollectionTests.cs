namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests a disposable type that stores its tasks in a collection, and what its disposal does with them.</summary>
public class CollectionTests
{
    private const string Loop = "while (true) { await Task.Delay(1000); }";
    private const string Wait = "await Task.Delay(Timeout.Infinite, _cts.Token);";

    [Theory]
    [InlineData("List<Task>", Loop, "", true)]
    [InlineData("ConcurrentBag<Task>", Loop, "_tasks.Clear();", true)]
    [InlineData("HashSet<Task>", Loop, "Task.WhenAll(_tasks).Wait();", true)]
    [InlineData("List<Task>", Wait, "", true)]
    [InlineData("List<Task>", Wait, "_cts.Cancel();", false)]
    [InlineData("List<Task>", Wait, "_cts.Cancel(); Task.WhenAll(_tasks).Wait();", false)]
    [InlineData("List<Task>", "await Task.Delay(1000);", "", false)]
    [InlineData("List<Task>", "while (!_isStopped) { await Task.Delay(1000); }", "_isStopped = true;", false)]
    public Task The_End_Has_To_End_Them(string collection, string work, string end, bool isReported) => Owner.Verify($$"""
        public sealed class Pool : IDisposable
        {
            private readonly {{collection}} _tasks = new();
            private readonly CancellationTokenSource _cts = new();
            private bool _isStopped;
            public int Count => _tasks.Count;
            public void Add() { _tasks.Add(START(async () => { {{work}} })); }
            public void Dispose() { {{end}} }
        }
        """, isReported);

    /// <summary>Tests tasks that wait on the elements of the type's own collection, which a query's lambda gets.</summary>
    [Theory]
    [InlineData("one => PumpAsync(one.Reader)", "foreach (var one in _channels) { one.Writer.Complete(); }")]
    [InlineData("one => PumpAsync(one.Reader)", "Array.ForEach(_channels, one => one.Writer.Complete());")]
    [InlineData("one => Task.Run(() => PumpAsync(one.Reader))", "foreach (var one in _channels) { one.Writer.Complete(); } Task.WaitAll(_tasks);")]
    [InlineData("one => PumpAsync(one.Reader)", "for (int i = 0; i < _channels.Length; i++) { _channels[i].Writer.Complete(); }")]
    [InlineData("one => new Consumer(one.Reader).Task", "foreach (var one in _channels) { one.Writer.Complete(); }")]
    public Task The_Elements_That_They_Wait_On_May_Be_Ended(string start, string end) => Verify.Silent($$"""
        public sealed class Pool : IDisposable
        {
            private readonly Channel<int>[] _channels;
            private readonly Task[] _tasks;
            public Pool(int count)
            {
                _channels = Enumerable.Range(0, count).Select(_ => Channel.CreateUnbounded<int>()).ToArray();
                _tasks = _channels.Select({{start}}).ToArray();
            }

            public int Count => _tasks.Length;
            public void Dispose() { {{end}} }
            internal static async Task PumpAsync(ChannelReader<int> reader) { await foreach (int item in reader.ReadAllAsync()) { Console.WriteLine(item); } }
        }

        {{(start.Contains("Consumer", StringComparison.Ordinal) ? "internal sealed class Consumer(ChannelReader<int> reader) : IDisposable { public Task Task { get; } = Task.Run(() => Pool.PumpAsync(reader)); public void Dispose() { } }" : "")}}
        """);

    /// <summary>Tests the ways in which a task gets into the collection of a member.</summary>
    [Theory]
    [InlineData("Task[] _tasks = new Task[4];", "_tasks[0] = START(LoopAsync);", "", true)]
    [InlineData("Task[] _tasks = new Task[4];", "for (int i = 0; i < 4; i++) { this._tasks[i] = START(() => LoopAsync()); }", "Task.WaitAll(_tasks);", true)]
    [InlineData("Task[] _tasks = new Task[4];", "for (int i = 0; i < 4; i++) { _tasks[i] = START(() => LoopAsync()); }", "_cts.Cancel(); Task.WaitAll(_tasks);", false)]
    [InlineData("Task[] _tasks = new Task[4];", "_tasks[0] = Task.Run(() => Console.WriteLine());", "", false)]
    [InlineData("Task[] _tasks = new Task[4];", "Task[] tasks = new Task[4]; tasks[0] = Task.Run(LoopAsync); Task.WaitAll(tasks);", "", false)]
    [InlineData("Dictionary<int, Task> _tasks = new();", "_tasks[1] = START(LoopAsync);", "", true)]
    [InlineData("Dictionary<int, Task> _tasks = new();", "_tasks.Add(1, START(LoopAsync));", "_tasks.Clear();", true)]
    [InlineData("ConcurrentDictionary<int, Task> _tasks = new();", "_tasks.TryAdd(1, START(LoopAsync));", "", true)]
    [InlineData("ConcurrentDictionary<int, Task> _tasks = new();", "_tasks.TryAdd(1, Task.Run(LoopAsync));", "_cts.Cancel();", false)]
    [InlineData("Task[] _tasks = null!;", "_tasks = Enumerable.Range(0, 4).Select(_ => START(LoopAsync)).ToArray();", "", true)]
    [InlineData("List<Task> _tasks = null!;", "_tasks = Enumerable.Range(0, 4).Select(_ => { Console.WriteLine(); return START(LoopAsync); }).ToList();", "Task.WhenAll(_tasks).Wait();", true)]
    [InlineData("Task[] _tasks = null!;", "_tasks = Enumerable.Range(0, 4).Where(i => i > 1).Select(i => START(() => LoopAsync())).Skip(1).ToArray();", "", true)]
    [InlineData("Task[] _tasks = null!;", "_tasks = Enumerable.Range(0, 4).Select(_ => Task.Run(LoopAsync)).ToArray();", "_cts.Cancel();", false)]
    [InlineData("Task[] _tasks = null!;", "_tasks = Enumerable.Range(0, 4).Select(_ => Task.CompletedTask).ToArray();", "", false)]
    [InlineData("Task[] _tasks = null!;", "_tasks = Enumerable.Range(0, 4).Select(_ => new Task(Console.WriteLine)).ToArray();", "", false)]
    [InlineData("Task[] _tasks = null!;", "_tasks = new[] { START(LoopAsync), Task.Run(() => Console.WriteLine()) };", "", true)]
    [InlineData("Task[] _tasks = null!;", "_tasks = [START(LoopAsync), Task.CompletedTask];", "", true)]
    [InlineData("List<Task> _tasks = null!;", "_tasks = new List<Task> { Task.CompletedTask, START(LoopAsync) };", "", true)]
    [InlineData("List<Task> _tasks = null!;", "_tasks = new() { START(LoopAsync) };", "Task.WhenAll(_tasks).Wait();", true)]
    [InlineData("Task[] _tasks = null!;", "_tasks = [.. Enumerable.Range(0, 4).Select(_ => START(LoopAsync))];", "", true)]
    [InlineData("Task[] _tasks = null!;", "_tasks = [Task.CompletedTask, .. new[] { 1, 2 }.Where(i => i > 1).Select(i => START(() => LoopAsync()))];", "", true)]
    [InlineData("Task[] _tasks = null!;", "_tasks = [Task.Run(LoopAsync)];", "_cts.Cancel();", false)]
    [InlineData("Task[] _tasks = null!;", "Task[] others = [Task.CompletedTask]; _tasks = [.. others, Task.FromResult(1)];", "", false)]
    [InlineData("int[] _tasks = null!;", "_tasks = Enumerable.Range(0, 4).Select(i => i + 1).ToArray();", "", false)]
    [InlineData("IEnumerable<Task> _tasks = null!;", "_tasks = Enumerable.Range(0, 4).Select(_ => Task.Run(LoopAsync));", "", false)]
    public Task It_May_Be_Put_There_In_Many_Ways(string keeper, string starts, string end, bool isReported) => Owner.Verify($$"""
        public sealed class Pool : IDisposable
        {
            private {{keeper}}
            private readonly CancellationTokenSource _cts = new();
            public int Count => _tasks.Count();
            public void Begin() { {{starts}} }
            public void Dispose() { {{end}} }
            private async Task LoopAsync() { {{(end.Contains("Cancel", StringComparison.Ordinal) || !isReported ? "while (true) { await Task.Delay(1000, _cts.Token); }" : Loop)}} }
        }
        """, isReported);

    [Fact]
    public Task A_Source_That_The_End_Only_Disposes_Is_LEAK003s() => Verify.Reported("""
        public sealed class Pool : IDisposable
        {
            private readonly List<Task> _tasks = new();
            private readonly CancellationTokenSource _cts = {|LEAK003:new()|};
            public int Count => _tasks.Count;
            public void Add() { _tasks.Add(Task.Run(async () => await Task.Delay(Timeout.Infinite, _cts.Token))); }
            public void Dispose() => _cts.Dispose();
        }
        """);

    [Fact]
    public Task Each_Task_Of_An_Initializer_Is_Asked() => Verify.Reported("""
        public sealed class Pool : IDisposable
        {
            private readonly CancellationTokenSource _cts = new();
            private readonly Task[] _tasks;
            private readonly List<Task> _more = [{|LEAK010:Task.Run|}(LoopAsync)];
            public Pool() => _tasks = new Task[] { {|LEAK010:Task.Run|}(LoopAsync), Task.Run(EndAsync), {|LEAK010:Task.Run|}(async () => await LoopAsync()) };
            public int Count => _tasks.Length + _more.Count;
            public void Dispose() => _cts.Cancel();
            private static async Task LoopAsync() { while (true) { await Task.Delay(1000); } }
            private async Task EndAsync() { while (true) { await Task.Delay(1000, _cts.Token); } }
        }
        """);

    [Theory]
    [InlineData("public sealed class Pool", "private readonly List<Task> _tasks = new();", "_tasks.Add(Task.Run(LoopAsync));")]
    [InlineData("public class Pool : IDisposable", "public List<Task> _tasks { get; } = new();", "_tasks.Add(Task.Run(LoopAsync));")]
    [InlineData("public sealed class Pool : IDisposable", "private readonly Watcher _tasks = new();", "_tasks.Add(Task.Run(LoopAsync));")]
    [InlineData("public sealed class Pool : IDisposable", "private readonly List<Task> _tasks = new();", "var tasks = new List<Task>(); tasks.Add(Task.Run(LoopAsync)); await Task.WhenAll(tasks);")]
    [InlineData("public sealed class Pool : IDisposable", "private readonly List<Task> _tasks = new();", "var task = Task.FromResult(1); _tasks.Add(task); await task;")]
    public Task Other_Keepers_Are_Left_Alone(string type, string keeper, string start) => Verify.Silent($$"""
        {{type}}
        {
            {{keeper}}
            public async Task AddAsync() { {{start}} await Task.Yield(); }
            public void Dispose() { }
            private static async Task LoopAsync() { while (true) { await Task.Delay(1000); } }
        }

        public sealed class Watcher { public void Add(Task task) => Task.WaitAny(task); }
        """);
}
