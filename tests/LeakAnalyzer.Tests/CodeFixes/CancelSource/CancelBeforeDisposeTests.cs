namespace LeakAnalyzer.Tests.CodeFixes.CancelSource;

/// <summary>LEAK003: tests how the fix adds the <c>Cancel</c> call, such as in a <c>finally</c> block.</summary>
[OnOldestRoslyn]
public class CancelBeforeDisposeTests
{
    [Fact]
    public Task Using_Declaration_Is_Cancelled_After_The_Rest() => VerifyFix.Cancels(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var {|LEAK003:linked|} = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linked.Token;

                // Runs beside the rest.
                _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                Thread.Sleep(10);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linked.Token;

                try
                {
                    // Runs beside the rest.
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Thread.Sleep(10);
                }
                finally
                {
                    linked.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Task_That_Is_Joined_On_Some_Paths_Is_Cancelled_On_All() => VerifyFix.Cancels(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, Func<Task> work)
            {
                using var {|LEAK003:source|} = new CancellationTokenSource();
                Task beat = Task.Run(async () => await parent.ReadAsync(source.Token));
                await work();
                source.Cancel();
                await beat;
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, Func<Task> work)
            {
                using var source = new CancellationTokenSource();
                try
                {
                    Task beat = Task.Run(async () => await parent.ReadAsync(source.Token));
                    await work();
                    source.Cancel();
                    await beat;
                }
                finally
                {
                    await source.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Async_Scope_Awaits_The_Cancel() => VerifyFix.Cancels(
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                await Task.Delay(10).ConfigureAwait(false);
                return 1;
            }
        }
        """,
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    await Task.Delay(10).ConfigureAwait(false);
                    return 1;
                }
                finally
                {
                    await cts.CancelAsync().ConfigureAwait(false);
                }
            }
        }
        """);

    [Fact]
    public Task Using_Statement_Is_Cancelled_At_Its_End() => VerifyFix.Cancels(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using (var {|LEAK003:cts|} = new CancellationTokenSource())
                {
                    var stop = cts.Token;
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    await Task.Delay(10);
                }

                Console.WriteLine("done");
            }

            public static void Export(ChannelReader<int> parent, Func<IDisposable> open)
            {
                using (var {|LEAK003:cts|} = new CancellationTokenSource())
                using (open())
                {
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    Thread.Sleep(10);
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using (var cts = new CancellationTokenSource())
                {
                    var stop = cts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(stop));
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await cts.CancelAsync();
                    }
                }

                Console.WriteLine("done");
            }

            public static void Export(ChannelReader<int> parent, Func<IDisposable> open)
            {
                using (var cts = new CancellationTokenSource())
                using (open())
                {
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                        Thread.Sleep(10);
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Plain_Local_Is_Disposed_Too() => VerifyFix.Cancels(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
                Thread.Sleep(10);
            }

            public static void ExportLinked(ChannelReader<int> parent, CancellationToken token)
            {
                CancellationTokenSource {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
                Thread.Sleep(10);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    Thread.Sleep(10);
                }
                finally
                {
                    cts.Cancel();
                }
            }

            public static void ExportLinked(ChannelReader<int> parent, CancellationToken token)
            {
                using CancellationTokenSource cts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken stop = cts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    Thread.Sleep(10);
                }
                finally
                {
                    cts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Source_That_The_Work_Holds_Is_Only_Cancelled() => VerifyFix.Cancels(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                var {|LEAK003:cts|} = new CancellationTokenSource();
                _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                Thread.Sleep(10);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                var cts = new CancellationTokenSource();
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    Thread.Sleep(10);
                }
                finally
                {
                    cts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Old_Language_Disposes_In_The_Finally() => VerifyFix.Cancels(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                var {|LEAK003:linked|} = CancellationTokenSource.CreateLinkedTokenSource(token);
                var linkedToken = linked.Token;
                var work = Task.Run(async () => await parent.ReadAsync(linkedToken));
                await Task.Delay(10, token);
            }

            public static async Task UsingAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using (var {|LEAK003:linked|} = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    var work = Task.Run(async () => await parent.ReadAsync(linked.Token));
                    await Task.Delay(10, token);
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
                var linkedToken = linked.Token;
                try
                {
                    var work = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, token);
                }
                finally
                {
                    linked.Cancel();
                    linked.Dispose();
                }
            }

            public static async Task UsingAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using (var linked = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    try
                    {
                        var work = Task.Run(async () => await parent.ReadAsync(linked.Token));
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        linked.Cancel();
                    }
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Dispose_In_A_Finally_Gets_The_Cancel_Before() => VerifyFix.Cancels(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                var {|LEAK003:cts|} = new CancellationTokenSource();
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    await Task.Delay(10);
                }
                finally
                {
                    Console.WriteLine("done");

                    // No longer needed.
                    cts.Dispose();
                }
            }

            public static async Task MaybeAsync(ChannelReader<int> parent, bool isNeeded)
            {
                CancellationTokenSource? {|LEAK003:cts|} = null;
                try
                {
                    if (isNeeded)
                    {
                        cts = new CancellationTokenSource();
                        CancellationToken stop = cts.Token;
                        _ = Task.Run(async () => await parent.ReadAsync(stop));
                        await Task.Delay(10);
                    }
                }
                finally { cts?.Dispose(); }
            }

            public static void Checked(ChannelReader<int> parent)
            {
                CancellationTokenSource? {|LEAK003:cts|} = null;
                try
                {
                    cts = new CancellationTokenSource();
                    CancellationToken stop = cts.Token;
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    Thread.Sleep(10);
                }
                finally
                {
                    if (cts != null)
                    {
                        cts.Dispose();
                    }
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                var cts = new CancellationTokenSource();
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    await Task.Delay(10);
                }
                finally
                {
                    Console.WriteLine("done");

                    await cts.CancelAsync();
                    // No longer needed.
                    cts.Dispose();
                }
            }

            public static async Task MaybeAsync(ChannelReader<int> parent, bool isNeeded)
            {
                CancellationTokenSource? cts = null;
                try
                {
                    if (isNeeded)
                    {
                        cts = new CancellationTokenSource();
                        CancellationToken stop = cts.Token;
                        _ = Task.Run(async () => await parent.ReadAsync(stop));
                        await Task.Delay(10);
                    }
                }
                finally { cts?.Cancel(); cts?.Dispose(); }
            }

            public static void Checked(ChannelReader<int> parent)
            {
                CancellationTokenSource? cts = null;
                try
                {
                    cts = new CancellationTokenSource();
                    CancellationToken stop = cts.Token;
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    Thread.Sleep(10);
                }
                finally
                {
                    if (cts != null)
                    {
                        cts.Cancel();
                        cts.Dispose();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Cancel_That_Not_Every_Path_Reaches_Stays_Unless_It_Ends_The_Block() => VerifyFix.Cancels(
        """
        static class C
        {
            public static async Task LastAsync(ChannelReader<int> parent)
            {
                var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));

                if (!await WorkAsync())
                {
                    return;
                }

                cts.Cancel();
            }

            public static async Task SaidAsync(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
                await WorkAsync();

                // The pump is no longer needed.
                cts.Cancel();
            }

            public static async Task BetweenAsync(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
                if (await WorkAsync())
                {
                    cts.Cancel();
                }

                await WorkAsync();
            }

            private static async Task<bool> WorkAsync()
            {
                await Task.Delay(10);
                return true;
            }
        }
        """,
        """
        static class C
        {
            public static async Task LastAsync(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(stop));

                    if (!await WorkAsync())
                    {
                        return;
                    }
                }
                finally
                {
                    await cts.CancelAsync();
                }
            }

            public static async Task SaidAsync(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    await WorkAsync();

                    // The pump is no longer needed.
                    cts.Cancel();
                }
                finally
                {
                    await cts.CancelAsync();
                }
            }

            public static async Task BetweenAsync(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    if (await WorkAsync())
                    {
                        cts.Cancel();
                    }

                    await WorkAsync();
                }
                finally
                {
                    await cts.CancelAsync();
                }
            }

            private static async Task<bool> WorkAsync()
            {
                await Task.Delay(10);
                return true;
            }
        }
        """);

    [Fact]
    public Task Time_That_The_Source_Does_Not_Live_To_See_Is_No_Cancel() => VerifyFix.Cancels(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource(TimeSpan.FromMinutes(5));
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
                Thread.Sleep(10);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource(TimeSpan.FromMinutes(5));
                CancellationToken stop = cts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    Thread.Sleep(10);
                }
                finally
                {
                    cts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Several_Starts_Share_One_Cancel() => VerifyFix.Cancels(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> first, ChannelReader<int> second)
            {
                using var {|#0:{|LEAK003:cts|}|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                bool isFirst = first.Count > 0;
                _ = Task.Run(async () => await first.ReadAsync(stop));
                if (isFirst)
                {
                    _ = Task.Run(async () => await second.ReadAsync(stop));
                }

                await Task.Delay(10);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> first, ChannelReader<int> second)
            {
                using var cts = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                try
                {
                    bool isFirst = first.Count > 0;
                    _ = Task.Run(async () => await first.ReadAsync(stop));
                    if (isFirst)
                    {
                        _ = Task.Run(async () => await second.ReadAsync(stop));
                    }

                    await Task.Delay(10);
                }
                finally
                {
                    await cts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Block_On_One_Line_Is_Laid_Out_Around_What_Stands_Before() => VerifyFix.Cancels(
        """
        static class C
        {
            public static void Export(SemaphoreSlim gate) { Console.WriteLine(); var {|LEAK003:cts|} = new CancellationTokenSource(); var stop = cts.Token; _ = Task.Run(() => gate.Wait(stop)); Console.WriteLine(); }

            public static void ExportTwice(SemaphoreSlim gate) { var {|LEAK003:one|} = new CancellationTokenSource(); var stop = one.Token; _ = Task.Run(() => gate.Wait(stop)); var {|LEAK003:other|} = new CancellationTokenSource(); var end = other.Token; _ = Task.Run(() => gate.Wait(end)); Console.WriteLine(); }
        }
        """,
        """
        static class C
        {
            public static void Export(SemaphoreSlim gate)
            {
                Console.WriteLine();
                using var cts = new CancellationTokenSource();
                var stop = cts.Token;
                try
                {
                    _ = Task.Run(() => gate.Wait(stop));
                    Console.WriteLine();
                }
                finally
                {
                    cts.Cancel();
                }
            }

            public static void ExportTwice(SemaphoreSlim gate)
            {
                using var one = new CancellationTokenSource();
                var stop = one.Token;
                try
                {
                    _ = Task.Run(() => gate.Wait(stop));
                    using var other = new CancellationTokenSource();
                    var end = other.Token;
                    try
                    {
                        _ = Task.Run(() => gate.Wait(end));
                        Console.WriteLine();
                    }
                    finally
                    {
                        other.Cancel();
                    }
                }
                finally
                {
                    one.Cancel();
                }
            }
        }
        """);

    [Theory]
    [InlineData("_gone.Dispose();", "_gone.Cancel();")]
    [InlineData("_gone?.Dispose();", "_gone?.Cancel();")]
    [InlineData("this._gone.Dispose();", "this._gone.Cancel();")]
    [InlineData("Helper.Drop(_gone);", "_gone?.Cancel();")]
    public Task A_Source_In_A_Field_Is_Cancelled_Before_The_Member_Disposes_It(string disposal, string cancel) => VerifyFix.Cancels(
        $$"""
        sealed class Feed : IDisposable
        {
            private readonly CancellationTokenSource _gone = {|LEAK003:new CancellationTokenSource()|};

            public Feed(ChannelReader<int> reader) => _ = RunAsync(reader, _gone.Token);

            public void Dispose()
            {
                // The end.
                {{disposal}}
            }

            private static async Task RunAsync(ChannelReader<int> reader, CancellationToken stop) => await reader.ReadAsync(stop);
        }

        static class Helper
        {
            public static void Drop(IDisposable? it) => it?.Dispose();
        }
        """,
        $$"""
        sealed class Feed : IDisposable
        {
            private readonly CancellationTokenSource _gone = new CancellationTokenSource();

            public Feed(ChannelReader<int> reader) => _ = RunAsync(reader, _gone.Token);

            public void Dispose()
            {
                {{cancel}}
                // The end.
                {{disposal}}
            }

            private static async Task RunAsync(ChannelReader<int> reader, CancellationToken stop) => await reader.ReadAsync(stop);
        }

        static class Helper
        {
            public static void Drop(IDisposable? it) => it?.Dispose();
        }
        """);

    [Theory]
    [InlineData("_gone.Dispose()", "_gone.Cancel();")]
    [InlineData("_gone?.Dispose()", "_gone?.Cancel();")]
    public Task An_Expression_Body_That_Disposes_It_Becomes_A_Block(string disposal, string cancel) => VerifyFix.Cancels(
        $$"""
        sealed class Feed : IDisposable
        {
            private CancellationTokenSource? _gone;

            public void Start(ChannelReader<int> reader)
            {
                _gone = {|LEAK003:new CancellationTokenSource()|};
                _ = RunAsync(reader, _gone.Token);
            }

            public void Dispose()
                => {{disposal.Replace("_gone.", "_gone!.")}};

            private static async Task RunAsync(ChannelReader<int> reader, CancellationToken stop) => await reader.ReadAsync(stop);
        }
        """,
        $$"""
        sealed class Feed : IDisposable
        {
            private CancellationTokenSource? _gone;

            public void Start(ChannelReader<int> reader)
            {
                _gone = new CancellationTokenSource();
                _ = RunAsync(reader, _gone.Token);
            }

            public void Dispose()
            {
                {{cancel.Replace("_gone.", "_gone?.")}}
                {{disposal.Replace("_gone.", "_gone!.")}};
            }

            private static async Task RunAsync(ChannelReader<int> reader, CancellationToken stop) => await reader.ReadAsync(stop);
        }
        """);

    [Theory]
    [InlineData("public void Dispose() => _cts?.Dispose();", "public void Dispose()\n    {\n        _cts?.Cancel();\n        _cts?.Dispose();\n    }", "")]
    [InlineData("public void Dispose() { }", "public void Dispose() { }", "finally { CANCELcts.Dispose(); }")]
    public Task A_Source_In_A_Local_And_A_Field_Is_Cancelled_Where_It_Is_Disposed(string disposal, string cancelling, string exit)
    {
        string code = $$"""
            sealed class Feed : IDisposable
            {
                private CancellationTokenSource? _cts;

                public async Task StartAsync(ChannelReader<int> reader)
                {
                    CancellationTokenSource cts = NEW;
                    _cts = cts;
                    try
                    {
                        _ = RunAsync(reader, cts.Token);
                        await Task.Delay(10);
                    }
                    {{(exit.Length > 0 ? exit : "finally { Console.WriteLine(); }")}}
                }

                DISPOSAL

                private static async Task RunAsync(ChannelReader<int> reader, CancellationToken stop) => await reader.ReadAsync(stop);
            }
            """;
        return VerifyFix.Cancels(
            code.Replace("NEW", "{|LEAK003:new()|}", StringComparison.Ordinal).Replace("CANCEL", "", StringComparison.Ordinal).Replace("DISPOSAL", disposal, StringComparison.Ordinal),
            code.Replace("NEW", "new()", StringComparison.Ordinal).Replace("CANCEL", "await cts.CancelAsync(); ", StringComparison.Ordinal).Replace("DISPOSAL", cancelling, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("_cts = cts;", "_cts?.Cancel();\n        _cts = cts;")]
    [InlineData("this._cts = cts;", "this._cts?.Cancel();\n        this._cts = cts;")]
    [InlineData("Interlocked.Exchange(ref _cts, cts)?.Dispose();", "Interlocked.Exchange(ref _cts, cts)?.Dispose();")]
    public Task A_Source_In_A_Local_Is_Put_Into_A_Field_After_The_Old_One_Is_Cancelled(string replacement, string cancelling)
    {
        string code = $$"""
            sealed class Link
            {
                private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
                private CancellationTokenSource? _cts;

                public void Listen(Source source) => source.Changed += () =>
                {
                    var cts = NEW;
                    REPLACEMENT
                    _ = RunAsync(cts.Token);
                };

                public void Stop() => _cts?.Cancel();

                private async Task RunAsync(CancellationToken stop) => await _channel.Reader.ReadAsync(stop);
            }

            class Source { public event Action? Changed; public void Raise() => Changed?.Invoke(); }
            """;
        bool isOffered = replacement != cancelling;
        string reported = code.Replace("NEW", "{|LEAK003:new CancellationTokenSource()|}", StringComparison.Ordinal).Replace("REPLACEMENT", replacement, StringComparison.Ordinal);
        return isOffered
            ? VerifyFix.Cancels(reported, code.Replace("NEW", "new CancellationTokenSource()", StringComparison.Ordinal).Replace("REPLACEMENT", cancelling, StringComparison.Ordinal))
            : VerifyFix.DoesNotCancel(reported);
    }

    [Fact]
    public Task A_Source_In_A_Field_Is_Cancelled_Before_Another_Is_Put_In_Its_Place() => VerifyFix.Cancels(
        """
        sealed class Link
        {
            private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
            private CancellationTokenSource? _cts;

            public void Reconnect()
            {
                _cts = {|LEAK003:new CancellationTokenSource()|};
                _ = RunAsync(_cts.Token);
            }

            public void Stop() => _cts?.Cancel();

            private async Task RunAsync(CancellationToken stop) => await _channel.Reader.ReadAsync(stop);
        }
        """,
        """
        sealed class Link
        {
            private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
            private CancellationTokenSource? _cts;

            public void Reconnect()
            {
                _cts?.Cancel();
                _cts = new CancellationTokenSource();
                _ = RunAsync(_cts.Token);
            }

            public void Stop() => _cts?.Cancel();

            private async Task RunAsync(CancellationToken stop) => await _channel.Reader.ReadAsync(stop);
        }
        """);
}
