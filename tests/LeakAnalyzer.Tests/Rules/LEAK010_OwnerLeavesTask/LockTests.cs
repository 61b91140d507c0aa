namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests tasks that wait for the pulse of a monitor (<c>Monitor.Wait</c>).</summary>
public class LockTests
{
    private const string Queue = "private readonly Queue<IDisposable> _queue = new(); ";
    private const string Put = "public void Put(IDisposable item) { lock (_queue) { _queue.Enqueue(item); Monitor.Pulse(_queue); } } ";
    private const string Work = "while (true) { IDisposable? item; lock (_queue) { while (_queue.Count == 0) { Monitor.Wait(_queue); } item = _queue.Dequeue(); } try { item.Dispose(); } catch (Exception) { } }";

    [Theory]
    [InlineData(Queue + Put, Work, "", true)]
    [InlineData(Queue + Put, Work, "lock (_queue) { Monitor.PulseAll(_queue); }", false)]
    [InlineData(Queue + Put, Work, "Put(this);", false)]
    [InlineData(Queue + Put + "public object Lock => _queue;", Work, "", false)]
    [InlineData(Queue + Put + "public void Pulse(Action<Queue<IDisposable>> how) => how(_queue);", Work, "", false)]
    [InlineData(Queue + Put, "lock (_queue) { while (_queue.Count == 0) { Monitor.Wait(_queue, 1000); } }", "", false)]
    public Task A_Collection_Is_The_Lock(string fields, string work, string end, bool isReported) => Owner.Verify(
        Owner.Type(fields, $"_ = START(() => {{ {work} }});", end), isReported);

    [Theory]
    [InlineData("", true)]
    [InlineData("public void Wake() { lock (_queue) { Monitor.Pulse(_queue); } }", false)]
    [InlineData("public void Wake() { lock (_queue) { _queue.Enqueue(1); _queue.Clear(); foreach (int one in _queue) { Console.Write(one); } } }", true)]
    public Task Its_Own_Members_Pulse_No_Lock(string member, bool isReported)
    {
        string start = isReported ? "{|LEAK001:Task.Run|}" : "Task.Run";
        string source = Code.Class($"private readonly Queue<object> _queue = new(); public void Start() => _ = {start}(() => {{ lock (_queue) {{ while (_queue.Count == 0) {{ Monitor.Wait(_queue); }} }} }}); {member}");
        return isReported ? Verify.Reported(source) : Verify.Silent(source);
    }
}
