namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests that the fix overrides an inherited disposal or stop method, if the override is certain to be called.</summary>
public class InheritedTests
{
    private const string Pattern = "class Base : IDisposable { public void Dispose() { Dispose(true); GC.SuppressFinalize(this); } protected virtual void Dispose(bool disposing) { } }";

    private const string Disposing =
        """
            protected override void Dispose(bool disposing)
            {
                if (disposing)
                {
                    if (!_disposeCts.IsCancellationRequested)
                    {
                        _disposeCts.Cancel();
                    }

                    _disposeCts.Dispose();
                }

                base.Dispose(disposing);
            }
        """;

    private static readonly Setup s_hosting = Setup.Default with { References = TestReferences.Hosting };

    [Theory]
    [InlineData(Pattern, "Base")]
    [InlineData(Pattern + " class Middle : Base { protected override void Dispose(bool disposing) => base.Dispose(disposing); }", "Middle")]
    [InlineData(Pattern + " class Middle<T> : Base { }", "Middle<int>")]
    [InlineData("", "System.IO.TextReader")]
    [InlineData("", "System.ComponentModel.Component")]
    public Task The_Dispose_Pattern(string bases, string baseName) => Becomes(bases, baseName, Disposing);

    [Fact]
    public Task Both_Ways_Where_The_Base_Type_Has_Both() => Becomes(
        "",
        "System.IO.MemoryStream",
        Disposing + """


            public override async ValueTask DisposeAsync()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync();
                }

                _disposeCts.Dispose();
                await base.DisposeAsync();
            }
        """);

    [Theory]
    [InlineData("protected internal", "protected internal")]
    [InlineData("private protected", "private protected")]
    [InlineData("internal", "internal")]
    [InlineData("public", "public")]
    public Task Its_Accessibility_Stays(string inherited, string written) =>
        Becomes(Pattern.Replace("protected virtual", inherited + " virtual", StringComparison.Ordinal), "Base", Disposing.Replace("protected", written, StringComparison.Ordinal));

    [Theory]
    [InlineData("class Base : IDisposable { public virtual void Dispose() { } }")]
    [InlineData("class Base : IDisposable { public virtual void Dispose() { } protected virtual void Dispose(bool other) { } }")]
    [InlineData("abstract class Root : IDisposable { public abstract void Dispose(); } class Base : Root { public override void Dispose() { } }")]
    public Task A_Virtual_Dispose(string bases) => Becomes(
        bases,
        "Base",
        """
            public override void Dispose()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
                base.Dispose();
            }
        """);

    [Theory]
    [InlineData("class Base : IAsyncDisposable { public virtual async ValueTask DisposeAsync() => await Task.Yield(); }", "public", "DisposeAsync")]
    [InlineData("class Base : IAsyncDisposable { public virtual async ValueTask DisposeAsync() => await DisposeAsyncCore(); protected virtual async ValueTask DisposeAsyncCore() => await Task.Yield(); }", "protected", "DisposeAsyncCore")]
    [InlineData("class Base : IAsyncDisposable { public virtual ValueTask DisposeAsync() => default; protected virtual ValueTask DisposeAsyncCore() => default; }", "public", "DisposeAsync")]
    public Task An_Asynchronous_One(string bases, string access, string name) => Becomes(
        bases,
        "Base",
        $$"""
            {{access}} override async ValueTask {{name}}()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync();
                }

                _disposeCts.Dispose();
                await base.{{name}}();
            }
        """);

    [Fact]
    public Task One_That_The_Type_Has_And_One_That_It_Inherits() => VerifyFix.CancelsOnDispose(
        """
        class Base : IDisposable, IAsyncDisposable
        {
            public void Dispose() => Dispose(true);

            protected virtual void Dispose(bool disposing)
            {
            }

            public virtual async ValueTask DisposeAsync() => await Task.Yield();
        }

        class Poller : Base
        {
            private readonly Task _loop = {|LEAK010:RunAsync|}();

            protected override void Dispose(bool disposing) => base.Dispose(disposing);

            private static async Task RunAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);
        }
        """.Replace(" = {|LEAK010:RunAsync|}()", "", StringComparison.Ordinal)
            .Replace("    protected override", "    public Poller() => _loop = {|LEAK010:RunAsync|}();\n\n    protected override", StringComparison.Ordinal),
        """
        class Base : IDisposable, IAsyncDisposable
        {
            public void Dispose() => Dispose(true);

            protected virtual void Dispose(bool disposing)
            {
            }

            public virtual async ValueTask DisposeAsync() => await Task.Yield();
        }

        class Poller : Base
        {
            private readonly Task _loop;
            private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

            public Poller() => _loop = RunAsync(_disposeCts.Token);

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                {
                    if (!_disposeCts.IsCancellationRequested)
                    {
                        _disposeCts.Cancel();
                    }

                    _disposeCts.Dispose();
                }

                base.Dispose(disposing);
            }

            private static async Task RunAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);

            public override async ValueTask DisposeAsync()
            {
                if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync();
                }

                await Task.WhenAny(_loop);
                _disposeCts.Dispose();
                await base.DisposeAsync();
            }
        }
        """);

    [Theory]
    [InlineData("using Microsoft.Extensions.Hosting;\n\n", "BackgroundService")]
    [InlineData("using Microsoft.Extensions.Hosting;\n\n/// <summary>One.</summary>\npublic abstract class Service : BackgroundService\n{\n}\n\n", "Service")]
    public Task A_Background_Service_Is_Stopped(string bases, string baseName)
    {
        return VerifyFix.CancelsOnDispose(
            Code("", "{|LEAK010:BeatAsync|}()", ""),
            Code(
                "\n    private readonly CancellationTokenSource _stoppingCts = new CancellationTokenSource();",
                "BeatAsync(_stoppingCts.Token)",
                """


                    /// <inheritdoc/>
                    public override async Task StopAsync(CancellationToken cancellationToken)
                    {
                        if (!_stoppingCts.IsCancellationRequested)
                        {
                            await _stoppingCts.CancelAsync().ConfigureAwait(false);
                        }

                        if (_beat != null)
                        {
                            await Task.WhenAny(_beat.WaitAsync(cancellationToken)).ConfigureAwait(false);
                        }

                        await base.StopAsync(cancellationToken).ConfigureAwait(false);
                    }

                    /// <inheritdoc/>
                    public override void Dispose()
                    {
                        if (!_stoppingCts.IsCancellationRequested)
                        {
                            _stoppingCts.Cancel();
                        }

                        _stoppingCts.Dispose();
                        base.Dispose();
                    }
                """),
            s_hosting);

        string Code(string field, string start, string stop) =>
            $$"""
            {{bases}}/// <summary>Beats.</summary>
            public sealed class Worker : {{baseName}}
            {
                private Task? _beat;{{field}}

                /// <summary>Begins.</summary>
                public void Begin() => _beat = {{start}};

                /// <inheritdoc/>
                protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(-1, stoppingToken);

                private static async Task BeatAsync(CancellationToken stop = default)
                {
                    while (true)
                    {
                        await Task.Delay(10, stop).ConfigureAwait(false);
                    }
                }{{stop}}
            }
            """;
    }

    [Fact]
    public Task A_Service_Whose_Execution_Waits_For_The_Task_Is_Not_Stopped_First() => VerifyFix.DoesNotCancelOnDispose(
        """
        using Microsoft.Extensions.Hosting;

        sealed class Worker : BackgroundService
        {
            private readonly Channel<int> _jobs = Channel.CreateUnbounded<int>();
            private int _done;

            public void Begin() => _ = {|LEAK001:WorkAsync|}();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (Volatile.Read(ref _done) < 10)
                {
                    await Task.Delay(10, CancellationToken.None);
                }
            }

            private async Task WorkAsync(CancellationToken stop = default)
            {
                await _jobs.Reader.ReadAsync(stop);
                Interlocked.Increment(ref _done);
            }
        }
        """,
        s_hosting);

    [Theory]
    [InlineData("class Base : IDisposable { public void Dispose() { } protected virtual void Dispose(bool disposing) { } }", "Base", "")]
    [InlineData("class Base : IDisposable { void IDisposable.Dispose() { } public virtual void Dispose() { } }", "Base", "")]
    [InlineData("class Base : IDisposable { public virtual void Dispose() { } } class Middle : Base { public sealed override void Dispose() { } }", "Middle", "")]
    [InlineData("class Base : IDisposable { [Obsolete] public virtual void Dispose() { } }", "Base", "")]
    [InlineData("class Base : IDisposable, IAsyncDisposable { public virtual void Dispose() { } public ValueTask DisposeAsync() => default; }", "Base", "")]
    [InlineData("abstract class Base : IDisposable { public abstract void Dispose(); }", "Base", "", "abstract ")]
    [InlineData(Pattern, "Base", "protected new void Dispose(bool disposing) => Console.WriteLine(disposing);")]
    [InlineData(Pattern + " class Other : Base { protected sealed override void Dispose(bool disposing) => base.Dispose(disposing); }", "Other", "")]
    public Task What_Can_Not_Be_Overridden_Or_Is_Not_Sure_To_Be_Called(string bases, string baseName, string member, string modifier = "") =>
        VerifyFix.DoesNotCancelOnDispose(Code(bases, baseName, "", "_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());", member.Length > 0 ? "\n    " + member : "", modifier));

    [Fact]
    public Task A_Type_On_One_Line_Gains_No_Override() => VerifyFix.DoesNotCancelOnDispose(
        Pattern + " class Poller : Base { public void Start(ChannelReader<int> reader) { _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync()); } }");

    [Fact]
    public Task A_Source_Of_The_Type_Is_Cancelled_And_Disposed()
    {
        return VerifyFix.CancelsOnDispose(Code("{|LEAK010:RunAsync|}", ""), Code("RunAsync", "\n\n" + Disposing.ReplaceLineEndings("\n").Replace("_disposeCts", "_stop", StringComparison.Ordinal)));

        static string Code(string start, string end) =>
            $$"""
            {{Pattern}}

            class Poller : Base
            {
                private readonly CancellationTokenSource _stop = new();
                private readonly Task _loop;

                public Poller() => _loop = {{start}}(_stop.Token);

                private static async Task RunAsync(CancellationToken stop) => await Task.Delay(-1, stop);{{end}}
            }
            """;
    }

    [Fact]
    public Task Starts_With_A_Source_Each_Share_The_Override()
    {
        const string First =
            """
            if (!_disposeCts.IsCancellationRequested)
                        {
                            _disposeCts.Cancel();
                        }

                        _disposeCts.Dispose();
            """;
        const string Fixed =
            $$"""
            {{Pattern}}

            class Poller : Base
            {
                private readonly Task _a, _b;
                private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();

                public Poller()
                {
                    _a = RunAsync(_disposeCts.Token);
                    _b = RunAsync(_disposeCts.Token);
                }

                private static async Task RunAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);

                protected override void Dispose(bool disposing)
                {
                    if (disposing)
                    {
                        {{First}}
                    }

                    base.Dispose(disposing);
                }
            }
            """;
        return VerifyFix.CancelsOnDispose(
            Fixed.Split("\n\n    protected")[0].Replace("\n    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();", "", StringComparison.Ordinal)
                .Replace("= RunAsync(_disposeCts.Token)", "= {|LEAK010:RunAsync|}()", StringComparison.Ordinal) + "\n}",
            Fixed);
    }

    private static Task Becomes(string bases, string baseName, string end)
    {
        const string Field = "    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();\n\n";
        const string Start = "CancellationToken disposeToken = _disposeCts.Token;\n        _ = Task.Run(async () => await reader.ReadAsync(disposeToken));";
        return VerifyFix.CancelsOnDispose(
            Code(bases, baseName, "", "_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());", ""),
            Code(bases, baseName, Field, Start, "\n" + end.ReplaceLineEndings("\n")));
    }

    private static string Code(string bases, string baseName, string field, string start, string end, string modifier = "") =>
        $$"""
        {{bases}}

        {{modifier}}class Poller : {{baseName}}
        {
        {{field}}    public void Start(ChannelReader<int> reader)
            {
                {{start}}
            }
        {{end}}
        }
        """.Replace("\n\n}", "\n}", StringComparison.Ordinal);
}
