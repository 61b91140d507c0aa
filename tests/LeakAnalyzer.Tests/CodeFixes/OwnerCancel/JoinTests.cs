namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests that the fix lets an async disposal or stop method cancel and then await the task in the field.</summary>
public class JoinTests
{
    private static readonly Setup s_hosting = Setup.Default with { References = TestReferences.Hosting };

    [Theory]
    [InlineData("Task", "", "await Task.Yield();", "await Task.WhenAny(_loop);")]
    [InlineData("Task<int>", "return 1;", "await Task.Yield();", "await Task.WhenAny(_loop);")]
    [InlineData("Task", "", "await Task.Delay(1).ConfigureAwait(false);", "await Task.WhenAny(_loop).ConfigureAwait(false);")]
    public Task A_Task_That_Is_Never_Null(string type, string result, string end, string join) => VerifyFix.CancelsOnDispose(
        $$"""
        sealed class Poller : IAsyncDisposable
        {
            private readonly {{type}} _loop;

            public Poller() => _loop = {|LEAK010:Task.Run|}(async () => { await Task.Delay(-1); {{result}} });

            public async ValueTask DisposeAsync()
            {
                {{end}}
            }
        }
        """,
        $$"""
        sealed class Poller : IAsyncDisposable
        {
            private readonly {{type}} _loop;
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public Poller()
            {
                CancellationToken disposeToken = _disposeCts.Token;
                _loop = Task.Run(async () => { await Task.Delay(-1, disposeToken); {{result}} });
            }

            public async ValueTask DisposeAsync()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync(){{(join.Contains("Configure", StringComparison.Ordinal) ? ".ConfigureAwait(false)" : "")}};
                }

                {{join}}
                _disposeCts.Dispose();
                {{end}}
            }
        }
        """);

    [Fact]
    public Task A_Task_That_May_Be_Null_In_A_Type_That_Can_Be_Disposed_Either_Way() => VerifyFix.CancelsOnDispose(
        """
        class Poller : IAsyncDisposable, IDisposable
        {
            private Task? _loop;

            public void Start(ChannelReader<int> reader) => _loop = {|LEAK010:Task.Run|}(async () => await reader.ReadAsync());

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                Dispose();
            }

            public void Dispose() { }
        }
        """,
        """
        class Poller : IAsyncDisposable, IDisposable
        {
            private Task? _loop;
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public void Start(ChannelReader<int> reader)
            {
                CancellationToken disposeToken = _disposeCts.Token;
                _loop = Task.Run(async () => await reader.ReadAsync(disposeToken));
            }

            public async ValueTask DisposeAsync()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync();
                }

                if (_loop != null)
                {
                    await Task.WhenAny(_loop);
                }

                _disposeCts.Dispose();
                await Task.Yield();
                Dispose();
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
    public Task A_Type_That_Keeps_No_Task_Leaves_The_End_To_The_Dispose_That_Is_Called() => VerifyFix.CancelsOnDispose(
        """
        class Poller : IAsyncDisposable, IDisposable
        {
            public void Start(ChannelReader<int> reader)
            {
                _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
            }

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                Dispose();
            }

            public void Dispose() { }
        }
        """,
        """
        class Poller : IAsyncDisposable, IDisposable
        {
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public void Start(ChannelReader<int> reader)
            {
                CancellationToken disposeToken = _disposeCts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
            }

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                Dispose();
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
    public Task The_Core_Of_The_Asynchronous_Pattern() => VerifyFix.CancelsOnDispose(
        """
        class Poller : IAsyncDisposable
        {
            private readonly Task _loop;

            public Poller() => _loop = {|LEAK010:TickAsync|}();

            public async ValueTask DisposeAsync()
            {
                await DisposeAsyncCore();
                GC.SuppressFinalize(this);
            }

            protected virtual async ValueTask DisposeAsyncCore()
            {
                await Task.Yield();
            }

            private static async Task TickAsync(CancellationToken stop = default)
            {
                while (true)
                {
                    await Task.Delay(10, stop);
                }
            }
        }
        """,
        """
        class Poller : IAsyncDisposable
        {
            private readonly Task _loop;
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public Poller() => _loop = TickAsync(_disposeCts.Token);

            public async ValueTask DisposeAsync()
            {
                await DisposeAsyncCore();
                GC.SuppressFinalize(this);
            }

            protected virtual async ValueTask DisposeAsyncCore()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync();
                }

                await Task.WhenAny(_loop);
                _disposeCts.Dispose();
                await Task.Yield();
            }

            private static async Task TickAsync(CancellationToken stop = default)
            {
                while (true)
                {
                    await Task.Delay(10, stop);
                }
            }
        }
        """);

    [Theory]
    [InlineData("private ValueTask _loop;", "")]
    [InlineData("private Task? _loop;", "await DisposeAsync();")]
    public Task What_Can_Not_Be_Awaited_Or_Disposes_Its_Own_Object_Is_Only_Cancelled(string field, string inWork)
    {
        string valueTask = field.Contains("ValueTask", StringComparison.Ordinal) ? "ValueTask" : "Task";
        string work = $"private async {valueTask} RunAsync(CancellationToken stop = default) {{ await Task.Delay(-1, stop); {inWork} }}";
        return VerifyFix.CancelsOnDispose(
            $$"""
            sealed class Poller : IAsyncDisposable
            {
                {{field}}

                public void Start() => _loop = {|LEAK010:RunAsync|}();

                public async ValueTask DisposeAsync()
                {
                    Console.WriteLine(_loop);
                    await Task.Yield();
                }

                {{work}}
            }
            """.Replace("Console.WriteLine(_loop)", valueTask == "Task" ? "Console.WriteLine(_loop?.Status)" : "Console.WriteLine(_loop.IsCompleted)", StringComparison.Ordinal),
            $$"""
            sealed class Poller : IAsyncDisposable
            {
                {{field}}
                private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

                public void Start() => _loop = RunAsync(_disposeCts.Token);

                public async ValueTask DisposeAsync()
                {
                    if (!_disposeCts.IsCancellationRequested)
                    {
                        await _disposeCts.CancelAsync();
                    }

                    _disposeCts.Dispose();
                    Console.WriteLine(_loop);
                    await Task.Yield();
                }

                {{work}}
            }
            """.Replace("Console.WriteLine(_loop)", valueTask == "Task" ? "Console.WriteLine(_loop?.Status)" : "Console.WriteLine(_loop.IsCompleted)", StringComparison.Ordinal));
    }

    [Fact]
    public Task A_Source_That_Is_There_And_Only_Disposed_Is_Cancelled_Before()
    {
        const string Fixed =
            """
            sealed class Poller : IAsyncDisposable
            {
                private readonly CancellationTokenSource _stop = new();
                private readonly Task _first;
                private readonly Task _other;

                public Poller()
                {
                    _first = TickAsync(_stop.Token);
                    _other = TickAsync(_stop.Token);
                }

                public async ValueTask DisposeAsync()
                {
                    await Task.Yield();
                    await _stop.CancelAsync();
                    _stop.Dispose();
                }

                private static async Task TickAsync(CancellationToken stop)
                {
                    while (true)
                    {
                        await Task.Delay(10, stop);
                    }
                }
            }
            """;

        // Both tasks share one CancellationTokenSource, so there is one report.
        return VerifyFix.Cancels(
            """
            sealed class Poller : IAsyncDisposable
            {
                private readonly CancellationTokenSource _stop = {|LEAK003:new()|};
                private readonly Task _first;
                private readonly Task _other;

                public Poller()
                {
                    _first = TickAsync(_stop.Token);
                    _other = TickAsync(_stop.Token);
                }

                public async ValueTask DisposeAsync()
                {
                    await Task.Yield();
                    _stop.Dispose();
                }

                private static async Task TickAsync(CancellationToken stop)
                {
                    while (true)
                    {
                        await Task.Delay(10, stop);
                    }
                }
            }
            """,
            Fixed);
    }

    [Theory]
    [InlineData("public ValueTask DisposeAsync() => default;")]
    [InlineData("public ValueTask DisposeAsync() => ValueTask.CompletedTask;")]
    [InlineData("public ValueTask DisposeAsync() => new();")]
    [InlineData("public ValueTask DisposeAsync()\n    {\n        return default;\n    }")]
    public Task A_Dispose_That_Only_Says_That_It_Is_Done_Becomes_Async(string end) => VerifyFix.CancelsOnDispose(
        Kept("IAsyncDisposable", end),
        Joined("IAsyncDisposable", "public async ValueTask DisposeAsync()"));

    [Fact]
    public Task The_Same_After_Other_Work() => VerifyFix.CancelsOnDispose(
        Kept("IAsyncDisposable", "ValueTask IAsyncDisposable.DisposeAsync()\n    {\n        Console.WriteLine(1);\n\n        return ValueTask.CompletedTask;\n    }"),
        Joined("IAsyncDisposable", "async ValueTask IAsyncDisposable.DisposeAsync()", "        Console.WriteLine(1);\n"));

    [Theory]
    [InlineData("{ return default; }")]
    [InlineData("{\n        if (_loop.IsCompleted)\n        {\n            return default;\n        }\n\n        return default;\n    }")]
    [InlineData("{\n        // all done\n        return default;\n    }")]
    [InlineData("=> new ValueTask(Task.Delay(1));")]
    public Task Any_Other_Dispose_Is_Not_Made_Async(string body)
    {
        string cancel = "        " + OwnerCode.Ended.ReplaceLineEndings("\n") + "\n";
        string expected = body.StartsWith('=') ? "{\n" + cancel + "        return " + body[3..] + "\n    }"
            : body.StartsWith("{ ", StringComparison.Ordinal) ? "{\n" + cancel + "        return default;\n    }"
            : body.Replace("{\n        if", "{\n" + cancel + "        if", StringComparison.Ordinal).Replace("{\n        //", "{\n" + cancel + "        //", StringComparison.Ordinal);
        string head = Joined("IAsyncDisposable", "REST").Split("REST")[0];
        return VerifyFix.CancelsOnDispose(
            Kept("IAsyncDisposable", "public ValueTask DisposeAsync()\n    " + body),
            head + "public ValueTask DisposeAsync()\n    " + expected + "\n}");
    }

    [Fact]
    public Task A_Service_That_Stops_At_Once_Becomes_One_That_Waits_As_Long_As_The_Host_Does() => VerifyFix.CancelsOnDispose(
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

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
            }

            private static async Task ConsumeAsync(CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        """,
        s_hosting);

    private static string Kept(string contract, string end) =>
        $$"""
        sealed class Poller : {{contract}}
        {
            private readonly Task _loop;

            public Poller() => _loop = {|LEAK010:RunAsync|}();

            private static async Task RunAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);

            {{end}}
        }
        """;

    private static string Joined(string contract, string head, string rest = "") =>
        $$"""
        sealed class Poller : {{contract}}
        {
            private readonly Task _loop;
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public Poller() => _loop = RunAsync(_disposeCts.Token);

            private static async Task RunAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);

            {{head}}
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync();
                }

                await Task.WhenAny(_loop);
                _disposeCts.Dispose();
        {{rest}}    }
        }
        """;
}
