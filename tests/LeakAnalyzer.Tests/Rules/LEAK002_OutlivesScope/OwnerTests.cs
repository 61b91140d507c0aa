using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK002_OutlivesScope;

/// <summary>Tests who can cancel the token that the task waits with: the task is reported if only the caller can.</summary>
public class OwnerTests
{
    private static readonly Setup s_hosting = Setup.Default with { References = TestReferences.Hosting };
    private static readonly Setup s_program = Setup.Default with { Output = OutputKind.ConsoleApplication };

    [Fact]
    public Task The_Stopping_Token_Of_A_Background_Service_Is_Not_Reported() => Verify.Silent("""
        using Microsoft.Extensions.Hosting;

        class Subject(ChannelReader<int> reader) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _ = PumpAsync(stoppingToken);
                _ = Task.Run(async () => { while (!stoppingToken.IsCancellationRequested) { await Task.Delay(1000, stoppingToken); } });
                while (!stoppingToken.IsCancellationRequested)
                {
                    await Task.Delay(1000, stoppingToken);
                }

                await DrainAsync(stoppingToken);
            }

            private async Task DrainAsync(CancellationToken token)
            {
                _ = PumpAsync(token);
                await Task.Delay(1000, token);
            }

            private async Task PumpAsync(CancellationToken token) => await reader.ReadAsync(token);
        }
        """, s_hosting);

    [Fact]
    public Task A_Token_That_Only_Has_The_Name_Of_A_Stopping_Token_Is_Reported() => Verify.Reported("""
        class BackgroundService
        {
            protected virtual Task ExecuteAsync(ChannelReader<int> reader, CancellationToken stoppingToken) => Task.CompletedTask;
        }

        class Subject : BackgroundService
        {
            protected override async Task ExecuteAsync(ChannelReader<int> reader, CancellationToken stoppingToken)
            {
                _ = {|LEAK002:Task.Run|}(async () => await reader.ReadAsync(stoppingToken));
                await Task.Delay(1000, stoppingToken);
            }
        }
        """, s_hosting);

    [Fact]
    public Task A_Token_Of_The_Hosts_Lifetime_Is_Not_Reported() => Verify.Silent("""
        using Microsoft.Extensions.Hosting;

        class Subject(IHostApplicationLifetime lifetime)
        {
            public async Task Scope(ChannelReader<int> reader, CancellationToken token)
            {
                _ = Task.Run(async () => await reader.ReadAsync(lifetime.ApplicationStopping));
                CancellationToken stopping = lifetime.ApplicationStopping;
                _ = Task.Run(async () => await reader.ReadAsync(stopping));
                await Task.Delay(1000, token);
            }
        }
        """, s_hosting);

    [Theory]
    [InlineData("static async Task Main(string[] args)")]
    [InlineData("public static async Task<int> Main(string[] args)")]
    [InlineData("static void Main(string[] args)")]
    [InlineData("public static int Main(string[] args)")]
    public Task The_Entry_Point_Is_Not_Reported(string main) => Verify.Silent($$"""
        static class Program
        {
            {{main}}
            {
                ChannelReader<int> reader = Channel.CreateUnbounded<int>().Reader;
                CancellationToken token = Lifetime.Stopping;
                _ = Task.Run(async () => await reader.ReadAsync(token));
                Thread.Sleep(1000);
                {{(main.Contains("int", StringComparison.Ordinal) ? "return 0;" : "")}}
            }
        }

        static class Lifetime { public static CancellationToken Stopping { get; set; } }
        """, s_program);

    [Theory]
    [InlineData("static async Task Main(string[] args)")]
    [InlineData("static void Main(string[] args)")]
    public Task The_Entry_Point_With_A_Source_That_The_Console_Cancels_Is_Not_Reported(string main) => Verify.Silent($$"""
        static class Program
        {
            {{main}}
            {
                using var stopping = new CancellationTokenSource();
                Console.CancelKeyPress += (_, _) => stopping.Cancel();
                CancellationToken token = stopping.Token;
                _ = Task.Run(async () => await Task.Delay(Timeout.Infinite, token));
                Thread.Sleep(1000);
            }
        }
        """, s_program);

    [Fact]
    public Task What_The_Entry_Point_Calls_Is_Reported() => Verify.Reported("""
        static class Program
        {
            static async Task Main(string[] args) => await RunAsync(Channel.CreateUnbounded<int>().Reader, new CancellationTokenSource(5000).Token);

            public static async Task RunAsync(ChannelReader<int> reader, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () => await reader.ReadAsync(token));
                await Task.Delay(1000, token);
            }
        }
        """, s_program);

    [Fact]
    public Task A_Method_That_Is_Only_Called_Main_Is_Reported() => Verify.Reported("""
        class Subject
        {
            public static async Task Main(ChannelReader<int> reader, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () => await reader.ReadAsync(token));
                await Task.Delay(1000, token);
            }
        }
        """);

    [Fact]
    public Task A_Top_Level_Program_Is_Not_Reported() => Verify.Silent("""
        using var cts = new CancellationTokenSource();
        Console.CancelKeyPress += (_, _) => cts.Cancel();
        CancellationToken token = cts.Token;
        var channel = Channel.CreateUnbounded<int>();
        _ = Task.Run(async () => await channel.Reader.ReadAsync(token));
        await Task.Delay(1000, token);
        """, s_program);

    [Fact]
    public Task A_Function_In_A_Top_Level_Program_Is_Reported() => Verify.Reported("""
        var channel = Channel.CreateUnbounded<int>();
        Func<CancellationToken, Task> run = async token =>
        {
            _ = {|LEAK002:Task.Run|}(async () => await channel.Reader.ReadAsync(token));
            await Task.Delay(1000, token);
        };
        await run(default);

        public static class Other
        {
            public static async Task RunAsync(ChannelReader<int> reader, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () => await reader.ReadAsync(token));
                await Task.Delay(1000, token);
            }
        }
        """, s_program);

    [Theory]
    [InlineData("_ = PumpAsync(reader, _cts.Token);")]
    [InlineData("CancellationToken stop = _cts.Token; _ = PumpAsync(reader, stop);")]
    [InlineData("_ = PumpAsync(reader, _stop);")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(token, _cts.Token); _ = PumpAsync(reader, _cts.Token);")]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(token, _cts.Token); _ = PumpAsync(reader, linked.Token);")]
    [InlineData("_ = Task.Run(async () => { while (!_cts.IsCancellationRequested) { await Task.Delay(1000, token); } });")]
    public Task A_Token_That_The_Type_Cancels_Is_Not_Reported(string start) => Verify.Silent(Owner(start));

    [Theory]
    [InlineData("_ = {|LEAK002:PumpAsync|}(reader, token);")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(token, _cts.Token); _ = {|LEAK002:PumpAsync|}(reader, token);")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => await reader.ReadAsync(token), _cts.Token);")]
    public Task A_Token_That_Only_The_Caller_Cancels_Is_Reported(string start) => Verify.Reported(Owner(start));

    [Theory]
    [InlineData("public void Run(ChannelReader<int> reader) => _ = LoopAsync(reader, _cts.Token);")]
    [InlineData("public Task RunAsync(ChannelReader<int> reader) => LoopAsync(reader, _cts.Token);")]
    [InlineData("public async Task RunAsync(ChannelReader<int> reader) { await LoopAsync(reader, _cts.Token); await LoopAsync(reader, _stop); }")]
    [InlineData("public Task RunAsync(ChannelReader<int> reader) => this.LoopAsync(token: _cts.Token, reader: reader);")]
    [InlineData("public Task RunAsync(ChannelReader<int> reader) => Task.Run(() => LoopAsync(reader, _cts.Token));")]
    [InlineData("public Task RunAsync(ChannelReader<int> reader, IHasToken app) => LoopAsync(reader, app.Token);")]
    [InlineData("public Task RunAsync(ChannelReader<int> reader) { var limit = new CancellationTokenSource(5000); return LoopAsync(reader, limit.Token); }")]
    [InlineData("public Task RunAsync(ChannelReader<int> reader, CancellationToken token) => LoopAsync(reader, CancellationTokenSource.CreateLinkedTokenSource(token, _cts.Token).Token);")]
    [InlineData("public Func<ChannelReader<int>, CancellationToken, Task> Run => LoopAsync;")]
    public Task A_Token_That_A_Private_Scope_Is_Given_By_Its_Type_Is_Not_Reported(string caller) => Verify.Silent(PrivateScope(caller, "private", "_ = PumpAsync(reader, token);"));

    [Theory]
    [InlineData("private", "public Task RunAsync(ChannelReader<int> reader, CancellationToken token) => LoopAsync(reader, token);")]
    [InlineData("private", "public async Task RunAsync(ChannelReader<int> reader, CancellationToken token) { await LoopAsync(reader, _cts.Token); await LoopAsync(reader, token); }")]
    [InlineData("private", "public Task RunAsync(ChannelReader<int> reader, CancellationTokenSource cts) => LoopAsync(reader, cts.Token);")]
    [InlineData("public", "public Task RunAsync(ChannelReader<int> reader) => LoopAsync(reader, _cts.Token);")]
    [InlineData("internal", "public Task RunAsync(ChannelReader<int> reader) => LoopAsync(reader, _cts.Token);")]
    public Task A_Token_That_A_Scope_Is_Given_From_Outside_Is_Reported(string accessibility, string caller) =>
        Verify.Reported(PrivateScope(caller, accessibility, "_ = {|LEAK002:PumpAsync|}(reader, token);"));

    [Theory]
    [InlineData("app.Token")]
    [InlineData("App.Shutdown")]
    [InlineData("app.GetToken()")]
    [InlineData("_given")]
    public Task A_Token_Of_Another_Object_Is_Not_Reported(string token) => Verify.Silent(Code.Class($$"""
        private readonly CancellationToken _given;
        public Subject(CancellationToken given) => _given = given;
        public async Task Scope(ChannelReader<int> reader, App app)
        {
            _ = Task.Run(async () => await reader.ReadAsync({{token}}));
            await Task.Delay(1000);
        }

        public class App
        {
            public static CancellationToken Shutdown { get; set; }
            public CancellationToken Token { get; set; }
            public CancellationToken GetToken() => Token;
        }
        """));

    [Fact]
    public Task A_Lifetime_Token_Of_The_User_Is_Not_Reported() => Verify.Silent(Code.Class("""
        public async Task Scope(ChannelReader<int> reader, CancellationToken token)
        {
            _ = Task.Run(async () => await reader.ReadAsync(App.Stopping));
            await Task.Delay(1000, token);
        }

        private static class App { public static readonly CancellationToken Stopping; }
        """), Setup.Default with { EditorConfig = "leak_analyzer.lifetime_tokens = Subject.App.Stopping" });

    [Fact]
    public Task A_Channel_That_The_Type_Completes_Is_Not_Reported() => Verify.Silent(Code.Class("""
        private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();

        public async Task Scope(CancellationToken token)
        {
            _ = Task.Run(async () => await _channel.Reader.ReadAsync(token));
            await Task.Delay(1000, token);
        }

        public void Dispose() => _channel.Writer.Complete();
        """));

    private static string Owner(string start) => Code.Class($$"""
        private readonly CancellationTokenSource _cts = new();
        private readonly CancellationToken _stop;
        public Subject() => _stop = _cts.Token;

        public async Task Scope(ChannelReader<int> reader, CancellationToken token)
        {
            {{start}}
            await Task.Delay(1000, token);
        }

        public void Dispose() => _cts.Cancel();
        private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop) => await source.ReadAsync(stop);
        """);

    private static string PrivateScope(string caller, string accessibility, string start) => Code.Class($$"""
        private readonly CancellationTokenSource _cts = new();
        private readonly CancellationToken _stop;
        public Subject() => _stop = _cts.Token;

        {{caller}}

        {{accessibility}} async Task LoopAsync(ChannelReader<int> reader, CancellationToken token)
        {
            {{start}}
            await Task.Delay(1000, token);
        }

        public void Dispose() => _cts.Cancel();
        private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop) => await source.ReadAsync(stop);
        public interface IHasToken { CancellationToken Token { get; } }
        """);
}
