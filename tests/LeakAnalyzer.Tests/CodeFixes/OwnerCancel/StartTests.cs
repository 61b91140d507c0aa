namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests where the functions that start a task read the token of the type's new <c>CancellationTokenSource</c>.</summary>
public class StartTests
{
    [Fact]
    public Task Every_Kind_Of_Scope() => VerifyFix.CancelsOnDispose(
        """
        class Poller : IDisposable
        {
            public int this[ChannelReader<int> reader]
            {
                get
                {
                    _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
                    return 1;
                }
            }

            public Action Later(ChannelReader<int> reader) => () => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());

            public void Nested(ChannelReader<int> reader)
            {
                Begin();

                void Begin() => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
            }

            public void Guarded(ChannelReader<int> reader, bool isOn)
            {
                if (isOn)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
                }
            }

            public void Named(ChannelReader<int> reader)
            {
                Console.WriteLine();
                _ = {|LEAK001:PumpAsync|}();

                async Task PumpAsync() => await reader.ReadAsync();
            }

            public void Kept(ChannelReader<int> reader)
            {
                Func<Task> work = async () => await reader.ReadAsync();
                Console.WriteLine();
                _ = {|LEAK001:Task.Run|}(work);
            }

            public void Dispose() { }
        }
        """,
        """
        class Poller : IDisposable
        {
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public int this[ChannelReader<int> reader]
            {
                get
                {
                    CancellationToken disposeToken = _disposeCts.Token;
                    _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
                    return 1;
                }
            }

            public Action Later(ChannelReader<int> reader) => () =>
            {
                CancellationToken disposeToken = _disposeCts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
            };

            public void Nested(ChannelReader<int> reader)
            {
                Begin();

                void Begin()
                {
                    CancellationToken disposeToken = _disposeCts.Token;
                    _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
                }
            }

            public void Guarded(ChannelReader<int> reader, bool isOn)
            {
                if (isOn)
                {
                    CancellationToken disposeToken = _disposeCts.Token;
                    _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
                }
            }

            public void Named(ChannelReader<int> reader)
            {
                CancellationToken disposeToken = _disposeCts.Token;
                Console.WriteLine();
                _ = PumpAsync();

                async Task PumpAsync() => await reader.ReadAsync(disposeToken);
            }

            public void Kept(ChannelReader<int> reader)
            {
                CancellationToken disposeToken = _disposeCts.Token;
                Func<Task> work = async () => await reader.ReadAsync(disposeToken);
                Console.WriteLine();
                _ = Task.Run(work);
            }

            public void Dispose()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
            }
        }
        """);

    [Fact]
    public Task Starts_In_One_Scope_Share_A_Local_And_Two_Kept_Tasks_Are_Both_Joined() => VerifyFix.CancelsOnDispose(
        """
        sealed class Poller : IAsyncDisposable
        {
            private Task? _one;
            private Task? _other;

            public void Start(ChannelReader<int> reader)
            {
                _one = {|LEAK010:Task.Run|}(async () => await reader.ReadAsync());
                Console.WriteLine();
                _other = {|LEAK010:Task.Run|}(async () => await reader.ReadAsync());
            }

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
            }
        }
        """,
        """
        sealed class Poller : IAsyncDisposable
        {
            private Task? _one;
            private Task? _other;
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public void Start(ChannelReader<int> reader)
            {
                CancellationToken disposeToken = _disposeCts.Token;
                _one = Task.Run(async () => await reader.ReadAsync(disposeToken));
                Console.WriteLine();
                _other = Task.Run(async () => await reader.ReadAsync(disposeToken));
            }

            public async ValueTask DisposeAsync()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync();
                }

                if (_one != null)
                {
                    await Task.WhenAny(_one);
                }

                if (_other != null)
                {
                    await Task.WhenAny(_other);
                }

                _disposeCts.Dispose();
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Starts_In_Several_Blocks_Share_A_Local_Before_All_Of_Them() => VerifyFix.CancelsAllOnDispose(
        """
        sealed class Poller : IDisposable
        {
            public Poller(ChannelReader<int> reader, bool isFast)
            {
                Console.WriteLine();
                if (isFast)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
                }
                else
                {
                    // waits first
                    _ = {|LEAK001:Task.Run|}(async () => await reader.WaitToReadAsync());
                }
            }

            public void Dispose()
            {
            }
        }
        """,
        $$"""
        sealed class Poller : IDisposable
        {
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public Poller(ChannelReader<int> reader, bool isFast)
            {
                Console.WriteLine();
                CancellationToken disposeToken = _disposeCts.Token;
                if (isFast)
                {
                    _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
                }
                else
                {
                    // waits first
                    _ = Task.Run(async () => await reader.WaitToReadAsync(disposeToken));
                }
            }

            public void Dispose()
            {
                {{OwnerCode.Ended}}
            }
        }
        """,
        $$"""
        sealed class Poller : IDisposable
        {
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public Poller(ChannelReader<int> reader, bool isFast)
            {
                Console.WriteLine();
                if (isFast)
                {
                    CancellationToken disposeToken = _disposeCts.Token;
                    _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
                }
                else
                {
                    CancellationToken disposeToken2 = _disposeCts.Token;
                    // waits first
                    _ = Task.Run(async () => await reader.WaitToReadAsync(disposeToken2));
                }
            }

            public void Dispose()
            {
                {{OwnerCode.Ended}}
            }
        }
        """);

    [Fact]
    public Task A_Source_That_The_Scope_Makes_Is_Made_Before_All_Blocks_That_Start_Work() => VerifyFix.CancelsAllOnDispose(
        """
        using Microsoft.Extensions.Hosting;

        class Consumer(bool isFast) : IHostedService
        {
            private Task? _loop;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                if (isFast)
                {
                    _loop = {|LEAK010:ConsumeAsync|}(cancellationToken);
                }
                else
                {
                    _loop = {|LEAK010:ConsumeAsync|}(cancellationToken);
                }

                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
            }

            private static async Task ConsumeAsync(CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        """,
        Consumer("_stoppingCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);\n        ", "", "_stoppingCts.Token"),
        Consumer(
            "",
            "_stoppingCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);\n            ",
            "_stoppingCts2.Token",
            "_stoppingCts2 = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);\n            ",
            "\n    private CancellationTokenSource? _stoppingCts2;",
            """
            if (_stoppingCts2 != null && !_stoppingCts2.IsCancellationRequested)
                    {
                        await _stoppingCts2.CancelAsync();
                    }

                    if (_loop != null)
                    {
                        await Task.WhenAny(_loop.WaitAsync(cancellationToken));
                    }

                    _stoppingCts2?.Dispose();
                    
            """),
        Setup.Default with { References = TestReferences.Hosting });

    /// <summary>Creates a hosted service as it is after the fix.</summary>
    private static string Consumer(string inFront, string inFirst, string second, string inSecond = "", string field = "", string end = "") =>
        $$"""
        using Microsoft.Extensions.Hosting;

        class Consumer(bool isFast) : IHostedService
        {
            private Task? _loop;
            private CancellationTokenSource? _stoppingCts;{{field}}

            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{inFront}}if (isFast)
                {
                    {{inFirst}}_loop = ConsumeAsync(_stoppingCts.Token);
                }
                else
                {
                    {{inSecond}}_loop = ConsumeAsync({{second}});
                }

                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                {{end}}if (_stoppingCts != null && !_stoppingCts.IsCancellationRequested)
                {
                    await _stoppingCts.CancelAsync();
                }

                if (_loop != null)
                {
                    await Task.WhenAny(_loop.WaitAsync(cancellationToken));
                }

                _stoppingCts?.Dispose();
                await Task.Yield();
            }

            private static async Task ConsumeAsync(CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        """;

    [Fact]
    public Task Parts_Of_A_Type_In_Two_Files() => VerifyFix.CancelsOnDisposeIn(
        [
            """
            partial class Poller
            {
                private readonly string _name = "";

                public void Start(ChannelReader<int> reader)
                {
                    Console.WriteLine(_name);
                    _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
                }
            }
            """,
            """
            partial class Poller : IDisposable
            {
                public void Restart(ChannelReader<int> reader)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
                }

                public void Dispose()
                {
                }
            }
            """,
        ],
        [
            """
            partial class Poller
            {
                private readonly string _name = "";
                private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

                public void Start(ChannelReader<int> reader)
                {
                    Console.WriteLine(_name);
                    CancellationToken disposeToken = _disposeCts.Token;
                    _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
                }
            }
            """,
            """
            partial class Poller : IDisposable
            {
                public void Restart(ChannelReader<int> reader)
                {
                    CancellationToken disposeToken = _disposeCts.Token;
                    _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
                }

                public void Dispose()
                {
                    if (!_disposeCts.IsCancellationRequested)
                    {
                        _disposeCts.Cancel();
                    }

                    _disposeCts.Dispose();
                }
            }
            """,
        ]);

    [Theory]
    [InlineData("public static void Start(ChannelReader<int> reader) { START }")]
    [InlineData("public Action Start(ChannelReader<int> reader) => static () => _ = Task.CompletedTask; public static Action Run(ChannelReader<int> reader) => () => { START };")]
    [InlineData("private static readonly Action<ChannelReader<int>> s_start = reader => { START };")]
    [InlineData("private readonly Action<ChannelReader<int>> _start = reader => { START };")]
    [InlineData("static Poller() { for (int i = 0; i < 3; i++) { _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1)); } }")]
    [InlineData("public Poller(ChannelReader<int> reader) : this(() => { START }) { } private Poller(Action start) => start();")]
    [InlineData("public void Start(ChannelReader<int> reader) { Run(() => { START }); } private static void Run(Action action) => action();", true)]
    public Task A_Scope_Without_An_Object(string member, bool hasObject = false)
    {
        string source = $$"""
            class Poller : IDisposable
            {
                {{member.Replace("START", "_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());", StringComparison.Ordinal)}}

                public void Dispose() { Console.WriteLine(); }
            }
            """;
        string expected = source.Replace("{|LEAK001:Task.Run|}", "Task.Run", StringComparison.Ordinal)
            .Replace("    public void Start", "    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();\n\n    public void Start", StringComparison.Ordinal)
            .Replace("{ _ = Task.Run(async () => await reader.ReadAsync()); }", "\n    {\n        CancellationToken disposeToken = _disposeCts.Token;\n        _ = Task.Run(async () => await reader.ReadAsync(disposeToken));\n    }", StringComparison.Ordinal)
            .Replace("=> \n", "=>\n", StringComparison.Ordinal)
            .Replace("public void Dispose() { Console.WriteLine(); }", $"public void Dispose()\n    {{\n        {OwnerCode.Ended.ReplaceLineEndings("\n")}\n        Console.WriteLine();\n    }}", StringComparison.Ordinal);
        return hasObject ? VerifyFix.CancelsOnDispose(source, expected) : VerifyFix.DoesNotCancelOnDispose(source);
    }

    [Theory]
    [InlineData("{|LEAK001:PumpAsync|}();", "private async void PumpAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);")]
    [InlineData("new Thread(() => { while (true) { Task.Delay(-1).Wait(); } }).{|LEAK001:Start|}();", "public int Count => 1;")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await _gate.WaitAsync());", "private readonly SemaphoreSlim _gate = new SemaphoreSlim(0);", true)]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await _promise.Task);", "private readonly TaskCompletionSource _promise = new TaskCompletionSource();", true)]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { await new NoToken().WaitAsync(); });", "private interface IWork { Task WaitAsync(); } private sealed class NoToken : IWork { public async Task WaitAsync() => await Task.Delay(-1); }")]
    public Task A_Wait_That_Can_Be_Cancelled_And_One_That_Can_Not(string start, string member, bool isFixed = false)
    {
        string source = $$"""
            class Poller : IDisposable
            {
                {{member}}

                public void Start() { {{start}} }

                public void Dispose() { Console.WriteLine(); }
            }
            """;
        string expected = source.Replace("{|LEAK001:Task.Run|}", "Task.Run", StringComparison.Ordinal)
            .Replace(member, member + "\n    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();", StringComparison.Ordinal)
            .Replace(" { _ = Task.Run(", "\n    {\n        CancellationToken disposeToken = _disposeCts.Token;\n        _ = Task.Run(", StringComparison.Ordinal)
            .Replace("WaitAsync()); }", "WaitAsync(disposeToken));\n    }", StringComparison.Ordinal)
            .Replace("_promise.Task); }", "_promise.Task.WaitAsync(disposeToken));\n    }", StringComparison.Ordinal)
            .Replace("public void Dispose() { Console.WriteLine(); }", $"public void Dispose()\n    {{\n        {OwnerCode.Ended.ReplaceLineEndings("\n")}\n        Console.WriteLine();\n    }}", StringComparison.Ordinal);
        return isFixed ? VerifyFix.CancelsOnDispose(source, expected) : VerifyFix.DoesNotCancelOnDispose(source);
    }

    [Theory]
    [InlineData("stop.WaitHandle.WaitOne();", false)]
    [InlineData("Task.Delay(-1, stop).Wait();", true)]
    public Task Work_That_Reads_The_Handle_Of_Its_Token_Would_Find_It_Disposed(string wait, bool isFixed)
    {
        string source = $$"""
            class Poller : IDisposable
            {
                public void Start() => _ = {|LEAK001:Task.Run|}(() => Work());

                public void Dispose()
                {
                    Console.WriteLine();
                }

                private static void Work(CancellationToken stop = default) { {{wait}} }
            }
            """;
        string expected = source.Replace("    public void Start() => _ = {|LEAK001:Task.Run|}(() => Work());", "    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();\n\n    public void Start()\n    {\n        CancellationToken disposeToken = _disposeCts.Token;\n        _ = Task.Run(() => Work(disposeToken));\n    }", StringComparison.Ordinal)
            .Replace("        Console", $"        {OwnerCode.Ended.ReplaceLineEndings("\n")}\n        Console", StringComparison.Ordinal);
        return isFixed ? VerifyFix.CancelsOnDispose(source, expected) : VerifyFix.DoesNotCancelOnDispose(source);
    }

    [Theory]
    [InlineData("Thread.Sleep(10);")]
    [InlineData("for (int i = 0; i < 9; i++) { Console.WriteLine(i); }")]
    public Task A_Scope_That_Goes_On_Has_A_Source_Of_Its_Own(string then) => VerifyFix.DoesNotCancelOnDispose(
        $$"""
        class Poller : IDisposable
        {
            public void Export(ChannelReader<int> reader)
            {
                _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
                {{then}}
            }

            public void Dispose() { }
        }
        """);

    [Fact]
    public Task Work_That_The_End_May_Come_To_By_Calls() => VerifyFix.DoesNotCancelOnDispose(
        """
        class Session : IDisposable
        {
            public void Close()
            {
                _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
            }

            public void Dispose() => Abort();

            private void Abort() => Close();
        }

        class Connection : IDisposable
        {
            public void Close()
            {
                _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
            }

            public void Dispose() => this.Abort();
        }

        static class ConnectionExtensions
        {
            public static void Abort(this Connection connection) => connection.Close();
        }
        """);

    [Fact]
    public Task Work_That_The_End_Does_Not_Come_To() => VerifyFix.CancelsOnDispose(
        """
        class Session : IDisposable
        {
            public void Open()
            {
                _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
            }

            public void Dispose() => this.Close();

            private void Close() => GC.SuppressFinalize(this);
        }
        """,
        """
        class Session : IDisposable
        {
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public void Open()
            {
                CancellationToken disposeToken = _disposeCts.Token;
                _ = Task.Run(async () => await Task.Delay(-1, disposeToken));
            }

            public void Dispose()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
                this.Close();
            }

            private void Close() => GC.SuppressFinalize(this);
        }
        """);

    [Theory]
    [InlineData("public void Dispose() { _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1)); }")]
    [InlineData("public void Dispose() { Go(); void Go() => _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1)); }")]
    [InlineData("public void Dispose() { } ~Poller() { _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1)); }")]
    public Task Work_That_The_End_Itself_Starts(string member) =>
        VerifyFix.DoesNotCancelOnDispose($"sealed class Poller : IDisposable {{ {member} }}");

    [Theory]
    [InlineData("// <auto-generated/>\n", false)]
    [InlineData("// <autogenerated>\n", false)]
    [InlineData("// written by hand\n", true)]
    public Task A_Dispose_In_A_File_That_A_Tool_Writes_Is_Not_Changed(string comment, bool isFixed)
    {
        string[] sources =
        [
            """
            partial class Poller
            {
                public void Start()
                {
                    _ = {|LEAK001:PumpAsync|}();
                }

                private static async Task PumpAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);
            }
            """,
            comment + "partial class Poller : IDisposable\n{\n    public void Dispose()\n    {\n    }\n}",
        ];
        string[] expected =
        [
            """
            partial class Poller
            {
                private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

                public void Start()
                {
                    _ = PumpAsync(_disposeCts.Token);
                }

                private static async Task PumpAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);
            }
            """,
            sources[1].Replace("    {\n", $"    {{\n        {OwnerCode.Ended.ReplaceLineEndings("\n")}\n", StringComparison.Ordinal),
        ];
        return VerifyFix.CancelsOnDisposeIn(sources, isFixed ? expected : sources);
    }

    [Fact]
    public Task The_Token_Goes_Through_The_Methods_That_The_Work_Calls() => VerifyFix.CancelsOnDispose(
        """
        sealed class Poller : IAsyncDisposable
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            private readonly Task _loop;

            public Poller() => _loop = {|LEAK010:Task.Run|}(() => RunAsync());

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
            }

            private async Task RunAsync() => await ReadAsync();

            private async Task ReadAsync()
            {
                while (true)
                {
                    Console.WriteLine(await _items.Reader.ReadAsync());
                }
            }
        }
        """,
        """
        sealed class Poller : IAsyncDisposable
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            private readonly Task _loop;
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public Poller()
            {
                CancellationToken disposeToken = _disposeCts.Token;
                _loop = Task.Run(() => RunAsync(disposeToken));
            }

            public async ValueTask DisposeAsync()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync();
                }

                await Task.WhenAny(_loop);
                _disposeCts.Dispose();
                await Task.Yield();
            }

            private async Task RunAsync(CancellationToken cancellationToken = default) => await ReadAsync(cancellationToken);

            private async Task ReadAsync(CancellationToken cancellationToken = default)
            {
                while (true)
                {
                    Console.WriteLine(await _items.Reader.ReadAsync(cancellationToken));
                }
            }
        }
        """);

    [Fact]
    public Task Parts_That_Both_Need_A_Using_Get_It_Once_Each() => VerifyFix.CancelsOnDisposeIn(
        [
            """
            using System;
            using System.Threading.Tasks;

            partial class Ticker : IDisposable
            {
                public void Start()
                {
                    _ = {|LEAK004:TickAsync|}();
                }

                public void Dispose()
                {
                }
            }
            """,
            """
            using System;
            using System.Threading.Tasks;

            partial class Ticker
            {
                private async Task TickAsync()
                {
                    while (true)
                    {
                        await Task.Delay(10);
                    }
                }
            }
            """,
        ],
        [
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;

            partial class Ticker : IDisposable
            {
                private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

                public void Start()
                {
                    _ = TickAsync(_disposeCts.Token);
                }

                public void Dispose()
                {
                    if (!_disposeCts.IsCancellationRequested)
                    {
                        _disposeCts.Cancel();
                    }

                    _disposeCts.Dispose();
                }
            }
            """,
            """
            using System;
            using System.Threading;
            using System.Threading.Tasks;

            partial class Ticker
            {
                private async Task TickAsync(CancellationToken cancellationToken = default)
                {
                    while (!cancellationToken.IsCancellationRequested)
                    {
                        await Task.Delay(10, cancellationToken);
                    }
                }
            }
            """,
        ],
        Setup.Default with { WithoutUsings = true });

    [Fact]
    public Task Object_That_Serves_One_Call_Would_Cancel_At_Once() => VerifyFix.DoesNotCancelOnDispose(
        """
        class Prices(ChannelReader<int> feed) : Microsoft.AspNetCore.SignalR.Hub
        {
            public void Follow() => _ = {|LEAK001:Task.Run|}(async () => await feed.ReadAsync());

            protected override void Dispose(bool disposing) => base.Dispose(disposing);
        }
        """,
        Setup.Default with { References = TestReferences.Web });
}
