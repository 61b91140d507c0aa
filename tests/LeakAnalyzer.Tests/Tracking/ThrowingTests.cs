namespace LeakAnalyzer.Tests.Tracking;

/// <summary>Tests which operations are assumed to throw, and so to skip a <c>Cancel</c> call after them.</summary>
public class ThrowingTests
{
    [Theory]
    [InlineData("cts.CancelAfter(5000);")]
    [InlineData("cts.CancelAfter(TimeSpan.FromSeconds(5));")]
    [InlineData("var limit = TimeSpan.FromSeconds(5) + TimeSpan.FromMinutes(1);")]
    [InlineData("var now = DateTime.UtcNow.AddSeconds(5);")]
    [InlineData("var id = Guid.NewGuid();")]
    [InlineData("var watch = Stopwatch.StartNew(); watch.Stop();")]
    [InlineData("var items = new List<int>();")]
    [InlineData("var items = new List<int> { 1, 2 }; items.Add(3);")]
    [InlineData("var waiting = new Queue<int>(); waiting.Enqueue(1);")]
    [InlineData("var byName = new Dictionary<string, int>();")]
    [InlineData("var gate = new object();")]
    [InlineData("var done = new TaskCompletionSource(); done.TrySetResult();")]
    [InlineData("var c = Channel.CreateBounded<int>(new BoundedChannelOptions(4)); c.Writer.TryWrite(1);")]
    [InlineData("Task other = Task.Run(() => Work()); flag = other.IsCompleted;")]
    [InlineData("Task other = PumpAsync(reader, stop); flag = other.IsCompleted;")]
    [InlineData("var timer = new Timer(_ => Work(), null, 1000, -1);")]
    [InlineData("int n = Volatile.Read(ref s_count); Interlocked.Increment(ref s_count);")]
    [InlineData("Console.WriteLine(flag);")]
    [InlineData("System.Diagnostics.Debug.WriteLine(flag); System.Diagnostics.Trace.TraceInformation(\"a\");")]
    [InlineData("try { Work(); } catch (Exception e) { Console.WriteLine(e.Message); }")]
    [InlineData("flag = !flag; int n = 1 + 2;")]
    [InlineData("Action later = () => Work();")]
    [InlineData("Count();")]
    [InlineData("try { Work(); } catch (Exception e) { Own.Note(e); }")]
    public Task The_Frameworks_Own_Starting_Signalling_Timing_And_Logging_Do_Not_Throw(string between) => Verify.Silent(Source(between, "cts"));

    [Theory]
    [InlineData("logger.LogInformation(\"started\");", false)]
    [InlineData("try { Work(); } catch (Exception e) { logger.LogError(e, \"failed {Flag}\", flag); }", false)]
    [InlineData("try { Work(); } catch (Exception e) { own.LogError(e); }", true)]
    public Task A_Logger_Does_Not_Throw(string between, bool isReported)
    {
        string code = "using Microsoft.Extensions.Logging;\n" + Code.Class($$"""
            public void Scope(ChannelReader<int> reader, ILogger logger, IOwn own, bool flag)
            {
                using var {{(isReported ? "{|LEAK003:cts|}" : "cts")}} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(stop));
                {{between}}
                cts.Cancel();
            }

            public interface IOwn { void LogError(Exception e); }
            """);
        Setup setup = Setup.Default with { References = TestReferences.Hosting };
        return isReported ? Verify.Reported(code, setup) : Verify.Silent(code, setup);
    }

    [Theory]
    [InlineData("Work();")]
    [InlineData("Work2(flag);")]
    [InlineData("await Task.Yield();")]
    [InlineData("await Task.CompletedTask;")]
    [InlineData("await Task.Delay(1).ConfigureAwait(false);")]
    [InlineData("Task.CompletedTask.Wait();")]
    [InlineData("Task.WaitAll(Task.CompletedTask);")]
    [InlineData("Task.WaitAny(Task.CompletedTask);")]
    [InlineData("WaitHandle.WaitAll(new[] { token.WaitHandle });")]
    [InlineData("WaitHandle.WaitAny(new[] { token.WaitHandle });")]
    [InlineData("token.WaitHandle.WaitOne();")]
    [InlineData("token.ThrowIfCancellationRequested();")]
    [InlineData("var own = new Own();")]
    [InlineData("Own own = new();")]
    [InlineData("Console.ReadLine();")]
    [InlineData("Own.Start();")]
    [InlineData("try { Work(); } catch (Exception e) { Own.Log(e); }")]
    [InlineData("var own = Own.Parsed;", "a property may throw, but isn't a call that the flow knows", false)]
    [InlineData("int n = int.Parse(\"1\");")]
    [InlineData("var c = Channel.CreateUnbounded<int>(); c.Writer.Complete();")]
    [InlineData("var address = new Uri(\"a\");")]
    [InlineData("new Dictionary<string, int>().Add(\"a\", 1);")]
    [InlineData("new List<int>().ForEach(n => Work());")]
    [InlineData("string text = reader.ToString() + string.Concat(\"a\", \"b\");")]
    [InlineData("Parallel.For(0, 9, n => Work());")]
    [InlineData("Action now = () => Work(); now();")]
    [InlineData("dynamic any = reader; any.Run();")]
    [InlineData("Monitor.Enter(reader);")]
    [InlineData("new Stopwatch.Timer().Start();")]
    public Task All_Else_May_Throw(string between, string why = "", bool isReported = true) =>
        isReported ? Verify.Reported(Source(between, "{|LEAK003:cts|}")) : Verify.Silent(Source(between + "// " + why + "\n", "cts"));

    private static string Source(string between, string cts) => "using Stopwatch = " + (between.Contains("Timer()", StringComparison.Ordinal) ? "Own" : "System.Diagnostics.Stopwatch") + ";\n" + Code.Body($$"""
        using var {{cts}} = new CancellationTokenSource();
        CancellationToken stop = cts.Token;
        _ = Task.Run(async () => await reader.ReadAsync(stop));
        {{between}}
        try { Work(); } finally { cts.Cancel(); }
        """) + """

        partial class Subject
        {
            private static int s_count;
            private static void Work2(bool flag) => Work(flag);
            private static void Count() => Interlocked.Increment(ref s_count);
        }

        class Own
        {
            public Own() { }
            public static Own Parsed => new();
            public static void Start() => s_now();
            public static void Log(Exception e) => s_now();
            public static void Note(Exception e) { }
            private static readonly Action s_now = () => { };
            public class Timer { public void Start() { } }
        }
        """;
}
