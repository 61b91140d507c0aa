using LeakAnalyzer.Rules;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests waits with a token that the application's host cancels, or that belongs to another object, whose owner may cancel it.</summary>
public class ApplicationTests
{
    private static readonly Setup Hosting = Setup.Default with { References = TestReferences.Hosting };

    [Theory]
    [InlineData("ApplicationStarted")]
    [InlineData("ApplicationStopping")]
    [InlineData("ApplicationStopped")]
    public Task A_Token_Of_The_Hosts_Lifetime_Governs(string property) => Verify.Silent($$"""
        using Microsoft.Extensions.Hosting;

        class Subject(IHostApplicationLifetime lifetime)
        {
            public void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(lifetime.{{property}}));
        }
        """, Hosting);

    [Fact]
    public Task The_Stopping_Token_Of_A_Background_Service_Governs() => Verify.Silent("""
        using Microsoft.Extensions.Hosting;

        class Subject(ChannelReader<int> reader) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _ = Task.Run(async () => await Task.Delay(Timeout.Infinite, stoppingToken));
                _ = PumpAsync(reader, stoppingToken);
                await Task.Delay(1000, stoppingToken);
            }

            private static async Task PumpAsync(ChannelReader<int> reader, CancellationToken stop) => await reader.ReadAsync(stop);
        }
        """, Hosting);

    [Fact]
    public Task A_Background_Service_That_Does_Not_Pass_Its_Token_Is_Reported() => Verify.Reported("""
        using Microsoft.Extensions.Hosting;

        class Subject : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(Timeout.Infinite), stoppingToken);
                await Task.Delay(1000, stoppingToken);
            }
        }
        """, Hosting);

    [Theory]
    [InlineData("reader.ReadAsync(app.Stopping)")]
    [InlineData("reader.ReadAsync(App.Current.Stopping)")]
    [InlineData("reader.ReadAsync(App.Shutdown)")]
    [InlineData("reader.ReadAsync(App.s_shutdown)")]
    [InlineData("reader.ReadAsync(app.Inner!.Stopping)")]
    [InlineData("reader.ReadAsync(app.Source.Token)")]
    [InlineData("reader.WaitToReadAsync(app.Stopping)")]
    [InlineData("Task.Delay(Timeout.Infinite, app.Stopping)")]
    public Task A_Token_Of_Another_Object_Governs(string wait) => Verify.Silent(App($"_ = Task.Run(async () => await {wait});"));

    [Theory]
    [InlineData("CancellationToken stop = app.Stopping; _ = Task.Run(async () => await reader.ReadAsync(stop));")]
    [InlineData("var cts = CancellationTokenSource.CreateLinkedTokenSource(app.Stopping); _ = Task.Run(async () => await reader.ReadAsync(cts.Token));")]
    [InlineData("var cts = CancellationTokenSource.CreateLinkedTokenSource(default, App.Shutdown); _ = Task.Run(async () => await reader.ReadAsync(cts.Token));")]
    public Task A_Token_That_Comes_From_Another_Object_Governs(string code) => Verify.Silent(App(code));

    [Theory]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(), app.Stopping);")]
    [InlineData("CancellationToken stop = app.Stopping; _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());")]
    public Task A_Token_Of_Another_Object_That_Does_Not_Reach_The_Wait_Governs_Nothing(string code) => Verify.Reported(App(code));

    /// <summary>A task may read a queue in a static field as long as the process runs.</summary>
    [Theory]
    [InlineData("private static readonly Channel<int> s_items = Channel.CreateUnbounded<int>();", "while (await s_items.Reader.WaitToReadAsync()) { while (s_items.Reader.TryRead(out int one)) { Work(one); } }")]
    [InlineData("private static readonly Channel<int> s_items = Channel.CreateUnbounded<int>();", "await foreach (int one in s_items.Reader.ReadAllAsync()) { Work(one); }")]
    [InlineData("private static Channel<int> Items { get; } = Channel.CreateUnbounded<int>();", "while (true) { Work(await Items.Reader.ReadAsync()); }")]
    public async Task The_Consumer_Of_A_Static_Queue_Is_The_Applications(string queue, string work)
    {
        string code = Code.Class(
            $$"""
                {{queue}}
                public static void Scope() => _ = {|LEAK011:Task.Run|}(async () => { {{work}} });
            """);
        await Verify.Silent(code.Replace("{|LEAK011:Task.Run|}", "Task.Run", StringComparison.Ordinal));
        await Verify.Reported(code, Setup.Default with { Rules = [UnseenEnd.Id], ShowsAudit = true });
    }

    [Theory]
    [InlineData("private static readonly Channel<int> s_items = Channel.CreateUnbounded<int>();", "static void", "Work(await s_items.Reader.ReadAsync());")]
    [InlineData("private static readonly Channel<int> s_items = Channel.CreateUnbounded<int>();", "void", "while (true) { Work(await s_items.Reader.ReadAsync()); }")]
    [InlineData("private static Channel<int> s_items = Channel.CreateUnbounded<int>(); public static void Renew() => s_items = Channel.CreateUnbounded<int>();", "static void", "while (true) { Work(await s_items.Reader.ReadAsync()); }")]
    [InlineData("private readonly Channel<int> s_items = Channel.CreateUnbounded<int>();", "void", "while (true) { Work(await s_items.Reader.ReadAsync()); }")]
    [InlineData("private static readonly TaskCompletionSource s_done = new();", "static void", "await s_done.Task;")]
    public Task What_Is_No_Consumer_Of_A_Static_Queue_Is_Reported(string queue, string scope, string work) => Verify.Reported(Code.Class(
        $$"""
            {{queue}}
            public {{scope}} Scope() => _ = {|LEAK001:Task.Run|}(async () => { {{work}} });
        """));

    [Theory]
    [InlineData("private readonly Channel<int> _items = Channel.CreateUnbounded<int>();")]
    [InlineData("private Channel<int> _items { get; } = Channel.CreateUnbounded<int>();")]
    public Task The_Queue_Of_An_Object_That_A_Static_Function_Is_Given_Is_No_Static_Queue(string queue) => Verify.Reported(Code.Class(
        $$"""
            {{queue}}
            public static void Scope(Subject other) => _ = other.{|LEAK001:ConsumeAsync|}();
            private async Task ConsumeAsync() { await foreach (int item in _items.Reader.ReadAllAsync()) { Work(item); } }
        """));

    private static string App(string statements) => Code.Class($$"""
        public void Scope(ChannelReader<int> reader, App app)
        {
            {{statements}}
        }
        """) + """

        public class App
        {
            public static readonly CancellationToken s_shutdown = Current.Stopping;
            public static App Current { get; } = new();
            public static CancellationToken Shutdown { get; set; }
            public CancellationToken Stopping { get; set; }
            public CancellationTokenSource Source { get; } = new();
            public App? Inner { get; set; }
        }
        """;
}
