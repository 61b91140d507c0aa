namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests types that already have a <c>CancellationTokenSource</c>, which the fix uses instead of adding a new one.</summary>
[OnOldestRoslyn]
public class SourceTests
{
    [Theory]
    [InlineData("private readonly CancellationTokenSource _stop = {|LEAK003:new()|};")]
    [InlineData("private CancellationTokenSource Stop { get; } = {|LEAK003:new()|};")]
    public Task A_Source_That_Is_Only_Disposed_Is_Cancelled_Before(string field)
    {
        string name = field.Contains("_stop", StringComparison.Ordinal) ? "_stop" : "Stop";
        return VerifyFix.Cancels(
            $$"""
            class Refresher : IDisposable
            {
                {{field}}
                private readonly Task _loop;

                public Refresher() => _loop = RunAsync({{name}}.Token);

                public void Dispose()
                {
                    Console.WriteLine(_loop.Status);
                    {{name}}.Dispose();
                }

                private static async Task RunAsync(CancellationToken stop) => await Task.Delay(-1, stop);
            }
            """,
            $$"""
            class Refresher : IDisposable
            {
                {{field.Replace("{|LEAK003:", "").Replace("|}", "")}}
                private readonly Task _loop;

                public Refresher() => _loop = RunAsync({{name}}.Token);

                public void Dispose()
                {
                    Console.WriteLine(_loop.Status);
                    {{name}}.Cancel();
                    {{name}}.Dispose();
                }

                private static async Task RunAsync(CancellationToken stop) => await Task.Delay(-1, stop);
            }
            """);
    }

    [Theory]
    [InlineData("_stop = stop;")]
    [InlineData("Interlocked.Exchange(ref _stop, stop)?.Cancel();")]
    public Task A_Source_That_Is_Put_From_A_Local_Into_A_Field(string keep)
    {
        string code = $$"""
            class Other : IDisposable
            {
                private CancellationTokenSource? _stop;
                private Task? _loop;

                public void Start()
                {
                    var stop = new CancellationTokenSource();
                    {{keep}}
                    _loop = RUN(stop.Token);
                }

                public void Dispose()
                {
                    ENDConsole.WriteLine(_loop?.Status);
                }

                private static async Task RunAsync(CancellationToken stop) => await Task.Delay(-1, stop);
            }
            """;
        return VerifyFix.CancelsOnDispose(
            code.Replace("RUN", "{|LEAK010:RunAsync|}", StringComparison.Ordinal).Replace("END", "", StringComparison.Ordinal),
            code.Replace("RUN", "RunAsync", StringComparison.Ordinal).Replace("END", "if (_stop != null && !_stop.IsCancellationRequested)\n        {\n            _stop.Cancel();\n        }\n\n        _stop?.Dispose();\n        ", StringComparison.Ordinal));
    }

    [Fact]
    public Task A_Source_That_Nobody_Disposes() => VerifyFix.CancelsOnDispose(
        """
        class Other : IDisposable
        {
            private readonly CancellationTokenSource _stop = new CancellationTokenSource();
            private bool _disposed;

            public void Start()
            {
                _ = {|LEAK001:RunAsync|}(_stop.Token);
            }

            public void Dispose()
            {
                if (_disposed)
                {
                    return;
                }

                _disposed = true;
            }

            private static async Task RunAsync(CancellationToken stop) => await Task.Delay(-1, stop);
        }
        """,
        """
        class Other : IDisposable
        {
            private readonly CancellationTokenSource _stop = new CancellationTokenSource();
            private bool _disposed;

            public void Start()
            {
                _ = RunAsync(_stop.Token);
            }

            public void Dispose()
            {
                if (_disposed)
                {
                    return;
                }

                _disposed = true;
                _stop.Cancel();
                _stop.Dispose();
            }

            private static async Task RunAsync(CancellationToken stop) => await Task.Delay(-1, stop);
        }
        """);

    [Fact]
    public Task A_Source_In_A_Property_That_Can_Be_Set_May_Be_Null() => VerifyFix.CancelsOnDispose(
        """
        class Other : IDisposable
        {
            private CancellationTokenSource Stop { get; set; } = null!;

            public void Start()
            {
                Stop = new CancellationTokenSource();
                _ = {|LEAK001:RunAsync|}(Stop.Token);
            }

            public void Dispose()
            {
            }

            private static async Task RunAsync(CancellationToken stop) => await Task.Delay(-1, stop);
        }
        """,
        """
        class Other : IDisposable
        {
            private CancellationTokenSource Stop { get; set; } = null!;

            public void Start()
            {
                Stop = new CancellationTokenSource();
                _ = RunAsync(Stop.Token);
            }

            public void Dispose()
            {
                if (Stop != null && !Stop.IsCancellationRequested)
                {
                    Stop.Cancel();
                }

                Stop?.Dispose();
            }

            private static async Task RunAsync(CancellationToken stop) => await Task.Delay(-1, stop);
        }
        """);

    [Theory]
    [InlineData("private readonly CancellationTokenSource _stop = new();", "_stop.Cancel(); _stop.Dispose();")]
    [InlineData("private readonly CancellationTokenSource _stop = new();", "End();")]
    [InlineData("private readonly CancellationTokenSource _stop = new(), _other = new();", "_stop.Cancel(); _other.Dispose();")]
    public Task The_Token_Of_A_Source_That_Is_Cancelled_There_Is_Passed(string field, string end) => VerifyFix.CancelsOnDispose(
        $$"""
        class Poller : IDisposable
        {
            {{field}}

            public void Start(ChannelReader<int> reader)
            {
                _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
            }

            public void Dispose() { {{end}} }

            private void End() => _stop.Cancel();
        }
        """,
        $$"""
        class Poller : IDisposable
        {
            {{field}}

            public void Start(ChannelReader<int> reader)
            {
                CancellationToken disposeToken = _stop.Token;
                _ = Task.Run(async () => await reader.ReadAsync(disposeToken));
            }

            public void Dispose() { {{end}} }

            private void End() => _stop.Cancel();
        }
        """);

    [Theory]
    [InlineData("private readonly CancellationTokenSource _stop = new(), _other = new();", "_stop.Cancel(); _other.Cancel();")]
    public Task Of_Two_Such_Sources_None_Is_Picked(string field, string end) => VerifyFix.DoesNotCancelOnDispose(
        $$"""
        class Poller : IDisposable
        {
            {{field}}

            public void Start(ChannelReader<int> reader)
            {
                _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
            }

            public void Dispose() { {{end}} }
        }
        """);

    [Theory]
    [InlineData("private CancellationTokenSource? _stop;", "public void Begin() => _stop = new CancellationTokenSource();", "_stop?.Cancel();")]
    [InlineData("private readonly CancellationTokenSource _stop = new CancellationTokenSource();", "public void Stop() => _stop.Cancel();", "_stop.Dispose();")]
    [InlineData("private readonly CancellationTokenSource _stop;", "public Poller(CancellationTokenSource given) => _stop = given;", "_stop.Cancel();")]
    [InlineData("private static readonly CancellationTokenSource _stop = new CancellationTokenSource();", "", "_stop.Cancel();")]
    [InlineData("internal readonly CancellationTokenSource _stop = new CancellationTokenSource();", "", "_stop.Cancel();")]
    public Task Any_Other_Source_Is_Left_Alone(string field, string member, string end) => VerifyFix.CancelsOnDispose(
        $$"""
        class Poller : IDisposable
        {
            {{field}}

            {{member}}

            public void Start(ChannelReader<int> reader)
            {
                _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
            }

            public void Dispose()
            {
                {{end}}
            }
        }
        """,
        $$"""
        class Poller : IDisposable
        {
            {{field}}
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            {{member}}

            public void Start(ChannelReader<int> reader)
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
                {{end}}
            }
        }
        """);
}
