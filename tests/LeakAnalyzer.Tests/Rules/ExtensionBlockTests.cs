using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules;

/// <summary>
/// Tests members of C# 14's extension blocks, which mean the same as the extension methods that declare their receiver with <c>this</c>. The oldest supported
/// Roslyn doesn't know them, so this file isn't part of the tests that run on it.
/// </summary>
public class ExtensionBlockTests
{
    private static readonly Setup s_setup = Setup.Default with { Language = (LanguageVersion)1400 };

    [Theory]
    [InlineData("extension(Task task) { public void Forget() { } }")]
    [InlineData("extension(Task task) { public void Forget(Action<Exception>? onError = null) => _ = task; }")]
    [InlineData("extension<T>(T task) where T : Task { public void Forget() { } }")]
    [InlineData("extension(Task task) { public async void Forget() { try { await task; } catch { } } }")]
    [InlineData("extension(Task task) { public void Forget() => task.ContinueWith(t => Console.WriteLine(t.Exception)); }")]
    public async Task A_Helper_That_Does_Not_Block_Drops_The_Task(string helper)
    {
        await Verify.Reported(Using(helper, "{|LEAK001:PumpAsync|}(reader).Forget();"), s_setup);
        await Verify.Reported(Using(helper, "Extensions.Forget({|LEAK001:PumpAsync|}(reader));"), s_setup);
        await Verify.Reported(Using(helper, "var pump = {|LEAK001:PumpAsync|}(reader); pump.Forget();"), s_setup);
    }

    [Theory]
    [InlineData("extension(Task task) { public void Forget() => task.Wait(); }")]
    [InlineData("extension(Task task) { public void Forget() { try { task.GetAwaiter().GetResult(); } catch { } } }")]
    [InlineData("extension<T>(Task<T> task) { public T Forget() => task.Result; } extension(Task task) { public void Forget() => Task.WaitAll(task); }")]
    [InlineData("extension(object task) { public void Forget() { } }")]
    public async Task A_Helper_That_Blocks_Joins_The_Task(string helper)
    {
        await Verify.Silent(Using(helper, "PumpAsync(reader).Forget();"), s_setup);
        await Verify.Silent(Using(helper, "Extensions.Forget(PumpAsync(reader));"), s_setup);
    }

    [Fact]
    public Task A_Helper_Of_A_Referenced_Project_Drops_The_Task() => Verify.Reported(
        Using("", "{|LEAK001:PumpAsync|}(reader).SafeFireAndForget(); PumpAsync(reader).WaitQuietly();"),
        s_setup with { LibrarySources = ["public static class Library { extension(Task task) { public void SafeFireAndForget(bool quiet = true) { } public void WaitQuietly() { } } }"] });

    [Theory]
    [InlineData("extension(Task task) { public Task Quietly() => task; }")]
    [InlineData("extension(Task task) { public Task Quietly() => task.ContinueWith(t => Console.WriteLine(t.Status)); }")]
    [InlineData("extension(Task task) { public async Task Quietly() { try { await task; } catch (InvalidOperationException) { } } }")]
    [InlineData("extension(Task task) { public ConfiguredTaskAwaitable Quietly() => task.ConfigureAwait(false); }")]
    public async Task A_Task_Made_Of_A_Task_Passes_Its_Drop_On(string helper)
    {
        await Verify.Reported(Using(helper, "_ = {|LEAK001:PumpAsync|}(reader).Quietly();"), s_setup);
        await Verify.Reported(Using(helper, "_ = Extensions.Quietly({|LEAK001:PumpAsync|}(reader));"), s_setup);
        await Verify.Silent(Using(helper, "PumpAsync(reader).Quietly().GetAwaiter().GetResult();"), s_setup);
        await Verify.Silent(Using(helper, "Extensions.Quietly(PumpAsync(reader)).GetAwaiter().GetResult();"), s_setup);
    }

    [Theory]
    [InlineData("public bool IsDone => task.IsCompleted;", true)]
    [InlineData("public bool IsDone { get { return task.IsCompleted; } }", true)]
    [InlineData("public bool IsDone { get { task.Wait(); return true; } }", false)]
    [InlineData("public int IsDone => ((Task<int>)task).Result;", false)]
    [InlineData("public Task IsDone => task;", false)]
    public Task A_Property_Of_A_Task_Joins_Only_If_It_Blocks(string property, bool isReported) => Verify.Of(
        Using($"extension(Task task) {{ {property} }}", $"var pump = {Marked("LEAK001", "PumpAsync", isReported)}(reader); Console.WriteLine(pump.IsDone);"), isReported, s_setup);

    [Theory]
    [InlineData("source.Cancel(); source.Dispose();", false)]
    [InlineData("try { source.Cancel(); } finally { source.Dispose(); }", false)]
    [InlineData("source.Dispose();", true)]
    [InlineData("_ = source.IsCancellationRequested;", true)]
    public async Task A_Source_Is_Cancelled_By_A_Helper(string body, bool isReported)
    {
        string helper = $"extension(CancellationTokenSource source) {{ public void Stop() {{ {body} }} }}";
        foreach (string stop in (string[])["source.Stop()", "Extensions.Stop(source)", "source?.Stop()"])
        {
            await Verify.Of(
                Using(helper, $"var {Marked("LEAK003", "source", isReported)} = new CancellationTokenSource(); try {{ _ = PumpAsync(reader, source.Token); Work(); }} finally {{ {stop}; }}"), isReported, s_setup);
        }
    }

    [Theory]
    [InlineData("extension<T>(T disposable) where T : IDisposable { public void SafeDispose() { disposable.Dispose(); } }")]
    [InlineData("extension(IDisposable? disposable) { public void SafeDispose() => disposable?.Dispose(); }")]
    public Task A_Source_That_A_Helper_Only_Disposes_Is_Not_Cancelled(string helper) => Verify.Reported(
        Using(helper, "var {|LEAK003:source|} = new CancellationTokenSource(); try { _ = PumpAsync(reader, source.Token); Work(); } finally { source.SafeDispose(); }"), s_setup);

    [Fact]
    public Task A_Source_That_A_Helper_Of_A_Referenced_Project_Only_Disposes_Is_Not_Cancelled() => Verify.Reported(
        Using("", "var {|LEAK003:source|} = new CancellationTokenSource(); try { _ = PumpAsync(reader, source.Token); Work(); } finally { source.SafeDispose(); }"),
        s_setup with { LibrarySources = ["public static class Library { extension(IDisposable disposable) { public void SafeDispose() { disposable.Dispose(); } } }"] });

    [Theory]
    [InlineData("channel.Writer.Complete();", false)]
    [InlineData("channel.Writer.TryComplete(new Exception());", false)]
    [InlineData("_ = channel.Reader.Count;", true)]
    public async Task A_Channel_Is_Completed_By_A_Helper(string body, bool isReported)
    {
        string helper = $"extension<T>(Channel<T> channel) {{ public void Finish() {{ {body} }} }}";
        foreach (string finish in (string[])["channel.Finish()", "Extensions.Finish(channel)"])
        {
            await Verify.Of(
                Using(helper, $"var channel = {Marked("LEAK006", "Channel.CreateUnbounded<int>()", isReported)}; try {{ _ = PumpAsync(channel.Reader); Work(); }} finally {{ {finish}; }}"), isReported, s_setup);
        }
    }

    [Theory]
    [InlineData("public bool IsEmpty => channel.Reader.Count == 0;", "_ = channel.IsEmpty", true)]
    [InlineData("public bool IsEmpty { get { return channel.Reader.Count == 0; } }", "_ = channel.IsEmpty", true)]
    [InlineData("public bool IsEmpty { get { channel.Writer.Complete(); return true; } }", "_ = channel.IsEmpty", false)]
    [InlineData("public bool IsOpen { get => true; set { channel.Writer.Complete(); } }", "channel.IsOpen = false", false)]
    [InlineData("public bool IsOpen { get => true; set { channel.Writer.Complete(); } }", "_ = channel.IsOpen", true)]
    public Task A_Property_Does_To_A_Channel_What_Its_Accessor_Does(string property, string use, bool isReported) => Verify.Of(
        Using($"extension(Channel<int> channel) {{ {property} }}", $"var channel = {Marked("LEAK006", "Channel.CreateUnbounded<int>()", isReported)}; _ = PumpAsync(channel.Reader); {use};"), isReported, s_setup);

    [Theory]
    [InlineData("_channel.Finish();", false)]
    [InlineData("Extensions.Finish(_channel);", false)]
    [InlineData("_channel.Look();", true)]
    public Task A_Channel_In_A_Field_Is_Completed_By_A_Helper(string use, bool isReported) => Verify.Of(
        $$"""
        static class Extensions { extension<T>(Channel<T> channel) { public void Finish() => channel.Writer.Complete(); public void Look() => _ = channel.Reader.Count; } }

        class Subject
        {
            private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();

            public void Start() => _ = {{Marked("LEAK001", "Task.Run", isReported)}}(async () => await _channel.Reader.ReadAsync());

            public void Stop() { {{use}} }
        }
        """, isReported, s_setup);

    [Theory]
    [InlineData("reader.DrainAsync()", true)]
    [InlineData("Extensions.DrainAsync(reader)", true)]
    [InlineData("reader.DrainAsync(token)", false)]
    [InlineData("Extensions.DrainAsync(reader, token)", false)]
    [InlineData("token.DrainAsync(reader)", false)]
    [InlineData("default(CancellationToken).DrainAsync(reader)", true)]
    [InlineData("Extensions.DrainAsync(token, reader)", false)]
    public Task The_Wait_Of_A_Called_Member_Has_The_Tokens_And_Objects_Of_The_Call(string call, bool isReported)
    {
        const string Helper = """
            extension<T>(ChannelReader<T> reader) { public async Task DrainAsync(CancellationToken token = default) { await reader.ReadAsync(token); } }
            extension(CancellationToken token) { public async Task DrainAsync(ChannelReader<int> reader) { await reader.ReadAsync(token); } }
            """;
        int at = call.IndexOf("DrainAsync", StringComparison.Ordinal);
        string marked = !isReported ? call : call.StartsWith("Ext", StringComparison.Ordinal) ? call.Insert(at + 10, "|}").Insert(0, "{|LEAK001:") : call.Insert(at + 10, "|}").Insert(at, "{|LEAK001:");
        return Verify.Of(Using(Helper, $"_ = {marked};"), isReported, s_setup);
    }

    [Theory]
    [InlineData("channel.Writer.Complete();", false)]
    [InlineData("Finish(channel);", false)]
    [InlineData("channel.Finish();", false)]
    [InlineData("Work();", true)]
    public Task A_Start_In_A_Member_Is_Governed_By_What_The_Member_Does(string then, bool isReported) => Verify.Of(
        $$"""
        static class Extensions
        {
            extension(Channel<int> channel)
            {
                public void Start()
                {
                    _ = {{Marked("LEAK001", "Task.Run", isReported)}}(async () => await channel.Reader.ReadAsync());
                    {{then}}
                }

                public void Finish() => channel.Writer.Complete();
            }

            private static void Work() { }
        }
        """, isReported, s_setup);

    [Theory]
    [InlineData("extension(CancellationToken token) { public void Start(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(token)); }")]
    [InlineData("extension(CancellationTokenSource source) { public void Start(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(source.Token)); }")]
    [InlineData("extension(Task task) { public void Start() => _ = Task.Run(async () => await task); }")]
    public Task A_Wait_With_The_Token_Of_The_Receiver_Is_The_Callers(string helper) => Verify.Silent($"static class Extensions {{ {helper} }}", s_setup);

    [Theory]
    [InlineData("_channel.Pump();", "_channel.Writer.Complete()", false)]
    [InlineData("Pump(_channel);", "_channel.Writer.Complete()", false)]
    [InlineData("_channel.Pump();", "_ = _channel.Reader.Count", true)]
    public Task A_Private_Member_Is_Governed_By_Its_Callers(string call, string use, bool isReported) => Verify.Of(
        $$"""
        static class Extensions
        {
            private static readonly Channel<int> _channel = Channel.CreateUnbounded<int>();

            public static void Begin() { {{call}} }

            public static void End() => {{use}};

            extension(Channel<int> channel)
            {
                private void Pump() => _ = {{Marked("LEAK001", "Task.Run", isReported)}}(async () => { await channel.Reader.ReadAsync(); });
            }
        }
        """, isReported, s_setup);

    [Theory]
    [InlineData("extension(CancellationToken token) { public CancellationTokenSource LinkTo(CancellationToken other) => CancellationTokenSource.CreateLinkedTokenSource(token, other); }")]
    public async Task A_Linked_Source_That_A_Helper_Returns_Is_To_Be_Disposed(string helper)
    {
        Setup handles = s_setup with { Rules = Setup.Handles.Rules };
        await Verify.Reported(Using(helper, "var {|LEAK007:linked|} = token.LinkTo(token); linked.Token.ThrowIfCancellationRequested();"), handles);
        await Verify.Reported(Using(helper, "var {|LEAK007:linked|} = Extensions.LinkTo(token, token); linked.Token.ThrowIfCancellationRequested();"), handles);
        await Verify.Silent(Using(helper, "using var linked = token.LinkTo(token); linked.Token.ThrowIfCancellationRequested();"), handles);
    }

    [Fact]
    public Task A_Linked_Source_Has_The_Cancellers_Of_The_Receiver() => Verify.Silent(
        Using(
            "extension(CancellationToken token) { public CancellationTokenSource LinkTo(CancellationToken other) => CancellationTokenSource.CreateLinkedTokenSource(token, other); }",
            "var linked = token.LinkTo(default); _ = PumpAsync(reader, linked.Token);"), s_setup);

    [Fact]
    public Task Incomplete_And_Unusual_Members_Do_No_Harm() => Verify.Survives(
        """
        static class Extensions
        {
            extension(CancellationToken) { public static void Run() => _ = Task.Run(async () => await Task.Delay(-1)); }
            extension(Task task) { public void Forget( }
            extension( { public void Lost() { _ = task; } }
            extension(Task task, int other) { public Task Both() => task; public int this[int i] => i; }
            extension<T>(ref T value) where T : struct { public void Set() => _ = Task.Run(async () => await Task.Delay(-1)); public static T operator +(T left, T right) => left; }
        }

        extension(Task task) { public void Outside() => task.Forget(); }

        class Subject { void M(Task t) { t.Forget(); Extensions.Forget(t); Extensions.get_Lost(t); t.Both().Lost(); Task.Run(); t.Outside(); Extensions.Forget(); } }
        """, s_setup);

    private static string Using(string helpers, string statements) =>
        $$"""
        public static class Extensions
        {
            {{helpers}}
        }

        public class Subject
        {
            public void Scope(ChannelReader<int> reader, CancellationToken token)
            {
                {{statements}}
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
            {
                await source.ReadAsync(stop);
            }

            private static void Work(object? value = null) => _ = int.Parse(string.Concat(value, "1"));
        }
        """;

    private static string Marked(string id, string start, bool isReported) => isReported ? $"{{|{id}:{start}|}}" : start;
}
