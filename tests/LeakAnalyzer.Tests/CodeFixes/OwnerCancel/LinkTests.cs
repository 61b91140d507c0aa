namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests to which token the fix links the new <c>CancellationTokenSource</c> of a type, and which member creates that source.</summary>
public class LinkTests
{
    private static readonly Setup s_hosting = Setup.Default with { References = TestReferences.Hosting };

    [Fact]
    public Task The_Token_Of_The_Constructor_That_Starts_The_Work() => VerifyFix.CancelsOnDispose(
        """
        class Connection : IDisposable
        {
            private readonly Task _ping;

            public Connection(CancellationToken token)
            {
                _ping = {|LEAK010:PingAsync|}(token);
            }

            public bool IsAlive => !_ping.IsCompleted;

            public void Dispose()
            {
            }

            private static async Task PingAsync(CancellationToken token) => await Task.Delay(Timeout.Infinite, token);
        }
        """,
        """
        class Connection : IDisposable
        {
            private readonly Task _ping;
            private readonly CancellationTokenSource _disposeCts;

            public Connection(CancellationToken token)
            {
                _disposeCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                _ping = PingAsync(_disposeCts.Token);
            }

            public bool IsAlive => !_ping.IsCompleted;

            public void Dispose()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
            }

            private static async Task PingAsync(CancellationToken token) => await Task.Delay(Timeout.Infinite, token);
        }
        """);

    [Theory]
    [InlineData("Connection(ChannelReader<int> reader, CancellationToken token)", "_reader = reader ?? throw new ArgumentNullException(nameof(reader));")]
    [InlineData("Connection(ChannelReader<int> reader, CancellationToken token)", "if (reader is null) throw new ArgumentNullException();\n        _reader = reader;")]
    [InlineData("Connection(ChannelReader<int> reader, CancellationToken token)", "if (reader is null)\n        {\n            throw new ArgumentNullException();\n        }\n\n        _reader = reader;")]
    [InlineData("Connection(ChannelReader<int> reader, CancellationToken token)", "ArgumentNullException.ThrowIfNull(reader);\n        this._reader = reader;")]
    [InlineData("Connection(ChannelReader<int> reader, CancellationToken token)", "_reader = reader;", "if (reader.CanCount)\n        {\n            Start();\n        }\n\n        ")]
    [InlineData("Connection(ChannelReader<int> reader, CancellationToken token)", "_reader = reader;", "if (reader.CanCount)\n        {\n            Start();\n            throw new ArgumentException();\n        }\n\n        ")]
    public Task Behind_The_Checks_Of_A_Constructor_That_Does_Not_Start_The_Work(string constructor, string checks, string rest = "") => VerifyFix.CancelsOnDispose(
        $$"""
        class Connection : IDisposable
        {
            private readonly ChannelReader<int> _reader;

            public {{constructor}}
            {
                {{checks}}
                {{rest}}Console.WriteLine(_reader);
            }

            public void Start()
            {
                _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(10); } });
            }

            public void Dispose() => Console.WriteLine();
        }
        """,
        $$"""
        class Connection : IDisposable
        {
            private readonly ChannelReader<int> _reader;
            private readonly CancellationTokenSource _disposeCts;

            public {{constructor}}
            {
                {{checks}}
                _disposeCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                {{rest}}Console.WriteLine(_reader);
            }

            public void Start()
            {
                CancellationToken disposeToken = _disposeCts.Token;
                _ = Task.Run(async () => { while (!disposeToken.IsCancellationRequested) { await Task.Delay(10, disposeToken); } });
            }

            public void Dispose()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
                Console.WriteLine();
            }
        }
        """);

    [Fact]
    public Task A_Token_That_The_Object_Keeps() => VerifyFix.CancelsOnDispose(
        """
        class Connection : IDisposable
        {
            private readonly CancellationToken _token;
            private Task? _loop;

            public Connection(CancellationToken token) => _token = token;

            public void Start()
            {
                _loop = {|LEAK010:Task.Run|}(async () => await Task.Delay(-1, _token));
            }

            public void Dispose() => Console.WriteLine(_loop?.Status);
        }
        """,
        """
        class Connection : IDisposable
        {
            private readonly CancellationToken _token;
            private Task? _loop;
            private readonly CancellationTokenSource _disposeCts;

            public Connection(CancellationToken token)
            {
                _disposeCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                _token = token;
            }

            public void Start()
            {
                CancellationToken disposeToken = _disposeCts.Token;
                _loop = Task.Run(async () => await Task.Delay(-1, disposeToken));
            }

            public void Dispose()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
                Console.WriteLine(_loop?.Status);
            }
        }
        """);

    [Theory]
    [InlineData("private Task? _loop;")]
    [InlineData("private Task? _loop;", "Base(token), ")]
    [InlineData("public CancellationToken Given { get; } = token;\n    private Task? _loop;")]
    [InlineData("private readonly CancellationToken _given = token;\n    private Task? _loop;")]
    public Task The_Token_Of_A_Primary_Constructor(string fields, string type = "") => VerifyFix.CancelsOnDispose(
        $$"""
        #pragma warning disable CS9107, CS9124 // the token is also passed to the base type or used by a member
        class Base(CancellationToken given) { public bool IsGone => given.IsCancellationRequested; }

        sealed class Poller(ChannelReader<int> reader, CancellationToken token) : {{type}}IDisposable
        {
            {{fields}}

            public void Start() => _loop = {|LEAK010:Task.Run|}(async () => await Task.Delay(-1, token));

            public void Dispose() => Console.WriteLine(reader.Count + _loop?.Id);
        }
        """,
        $$"""
        #pragma warning disable CS9107, CS9124 // the token is also passed to the base type or used by a member
        class Base(CancellationToken given) { public bool IsGone => given.IsCancellationRequested; }

        sealed class Poller(ChannelReader<int> reader, CancellationToken token) : {{type}}IDisposable
        {
            {{fields}}
            private readonly CancellationTokenSource _disposeCts = CancellationTokenSource.CreateLinkedTokenSource(token);

            public void Start()
            {
                CancellationToken disposeToken = _disposeCts.Token;
                _loop = Task.Run(async () => await Task.Delay(-1, disposeToken));
            }

            public void Dispose()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
                Console.WriteLine(reader.Count + _loop?.Id);
            }
        }
        """);

    [Theory]
    [InlineData("public bool IsStopped => token.IsCancellationRequested;")]
    [InlineData("public bool IsStopped() { CancellationToken given = token; return given.IsCancellationRequested; }")]
    public Task A_Token_Of_A_Primary_Constructor_That_A_Member_Goes_On_Using_Is_Not_Linked_To(string member) => VerifyFix.DoesNotCancelOnDispose(
        $$"""
        sealed class Poller(CancellationToken token) : IDisposable
        {
            {{member}}

            public void Start()
            {
                _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(10); } });
            }

            public void Dispose() => Console.WriteLine();
        }
        """);

    /// <summary>A host cancels the token of <c>StartAsync</c> only while the service starts, so a task can't use it.</summary>
    [Fact]
    public Task The_Token_By_Which_A_Host_Starts_A_Service_Does_Not_End_What_It_Starts() => VerifyFix.DoesNotPass(
        """
        using Microsoft.Extensions.Hosting;

        class Consumer(ChannelReader<int> items) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken)
            {
                _ = {|LEAK001:Task.Run|}(async () => await items.ReadAsync());
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        Setup.Default with { References = TestReferences.Hosting });

    [Fact]
    public Task The_Token_By_Which_A_Host_Starts_A_Service() => VerifyFix.CancelsOnDispose(
        """
        using Microsoft.Extensions.Hosting;

        class Consumer : IHostedService
        {
            private Task? _loop;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _loop = {|LEAK010:ConsumeAsync|}(cancellationToken);
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
            }

            private static async Task ConsumeAsync(CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        """,
        """
        using Microsoft.Extensions.Hosting;

        class Consumer : IHostedService
        {
            private Task? _loop;
            private CancellationTokenSource? _stoppingCts;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _stoppingCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                _loop = ConsumeAsync(_stoppingCts.Token);
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                if (_stoppingCts != null && !_stoppingCts.IsCancellationRequested)
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
        """,
        s_hosting);

    [Fact]
    public Task A_Service_That_Is_Disposed_Too_Is_Cancelled_In_Both_And_Disposes_The_Source_Last() => VerifyFix.CancelsOnDispose(
        """
        using Microsoft.Extensions.Hosting;

        sealed class Consumer : IHostedService, IDisposable
        {
            public Task StartAsync(CancellationToken cancellationToken)
            {
                _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(Timeout.Infinite));
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public void Dispose() { }
        }
        """,
        """
        using Microsoft.Extensions.Hosting;

        sealed class Consumer : IHostedService, IDisposable
        {
            private CancellationTokenSource? _stoppingCts;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _stoppingCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken stoppingToken = _stoppingCts.Token;
                _ = Task.Run(async () => await Task.Delay(Timeout.Infinite, stoppingToken));
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                if (_stoppingCts != null && !_stoppingCts.IsCancellationRequested)
                {
                    _stoppingCts.Cancel();
                }

                return Task.CompletedTask;
            }

            public void Dispose()
            {
                if (_stoppingCts != null && !_stoppingCts.IsCancellationRequested)
                {
                    _stoppingCts.Cancel();
                }

                _stoppingCts?.Dispose();
            }
        }
        """,
        s_hosting);

    [Theory]
    [InlineData("public Poller(CancellationToken one, CancellationToken other) { }", "")]
    [InlineData("public Poller(CancellationToken token) { } public Poller() { }", "")]
    [InlineData("public Poller(CancellationToken one) { }", "CancellationToken token")]
    [InlineData("", "CancellationToken token")]
    [InlineData("public Poller(ref CancellationToken token) { }", "")]
    [InlineData("public Poller(CancellationToken token) { token = default; }", "")]
    public Task No_Token_Is_Picked_And_None_That_Somebody_May_Give_Again(string constructors, string parameters) => VerifyFix.DoesNotCancelOnDispose(
        $$"""
        class Poller : IDisposable
        {
            {{constructors}}
            public void Start({{parameters}})
            {
                _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(10); } });
            }

            public void Dispose() { }
        }
        """);

    [Theory]
    [InlineData("public Poller(CancellationToken token) { } public Poller() : this(default) { }")]
    [InlineData("public Poller() : this(default) { } public Poller(CancellationToken token) { }")]
    public Task A_Constructor_That_All_Others_Call_Gives_The_Token(string constructors) => VerifyFix.CancelsOnDispose(
        $$"""
        class Poller : IDisposable
        {
            {{constructors}}
            public void Start()
            {
                _ = {|LEAK004:TickAsync|}();
            }

            public void Dispose() { Console.WriteLine(); }

            private static async Task TickAsync(CancellationToken stop = default) { while (!stop.IsCancellationRequested) { await Task.Delay(10, stop); } }
        }
        """,
        $$"""
        class Poller : IDisposable
        {
            private readonly CancellationTokenSource _disposeCts;

            {{constructors.Replace("(CancellationToken token) { }", "(CancellationToken token)\n    {\n        _disposeCts = CancellationTokenSource.CreateLinkedTokenSource(token);\n    }", StringComparison.Ordinal)}}
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
                Console.WriteLine();
            }

            private static async Task TickAsync(CancellationToken stop = default) { while (!stop.IsCancellationRequested) { await Task.Delay(10, stop); } }
        }
        """);

    [Fact]
    public Task A_Kept_Task_With_The_Token_Of_A_Method_That_May_Be_Called_Again_Has_No_Fix() => VerifyFix.DoesNotCancelOnDispose(
        """
        class Connection : IDisposable
        {
            private Task? _ping;

            public void Open(CancellationToken token) => _ping = {|LEAK010:Task.Run|}(async () => await Task.Delay(-1, token));

            public void Dispose() => Console.WriteLine(_ping?.Status);
        }
        """);
}
