namespace LeakAnalyzer.Tests.CodeFixes.Reports;

/// <summary>Tests tasks with several waits: no fix is offered that would end only the first wait.</summary>
public class OtherWaitsTests
{
    [Theory]
    [InlineData("token")]
    [InlineData("")]
    [InlineData("other.Token")]
    public Task Cancel_That_Would_Leave_A_Wait(string otherToken) => VerifyFix.DoesNotCancel(
        $$"""
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var other = new CancellationTokenSource();
                using var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () =>
                {
                    await parent.ReadAsync(stop);
                    await parent.ReadAsync({{otherToken}});
                });
                await Task.Delay(10);
            }
        }
        """);

    [Fact]
    public Task Cancel_That_Would_Leave_A_Loop() => VerifyFix.DoesNotCancel(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () =>
                {
                    try
                    {
                        await parent.ReadAsync(stop);
                    }
                    catch (OperationCanceledException)
                    {
                    }

                    while (true)
                    {
                        await Task.Delay(10);
                    }
                });
                Thread.Sleep(10);
            }
        }
        """);

    [Theory]
    [InlineData("stop")]
    [InlineData("CancellationToken.None")]
    public Task Cancel_That_Leaves_Nothing(string otherToken) => VerifyFix.Cancels(
        $$"""
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () =>
                {
                    await parent.ReadAsync(stop);
                    await parent.ReadAsync({{otherToken}});
                });
                Thread.Sleep(10);
            }
        }
        """,
        $$"""
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await parent.ReadAsync(stop);
                        await parent.ReadAsync({{otherToken}});
                    });
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
    public Task Cancel_That_Leaves_The_Work_Its_Lifetime() => VerifyFix.Cancels(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () =>
                {
                    await parent.ReadAsync(stop);
                    await parent.ReadAsync(token);
                });
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var cts = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await parent.ReadAsync(stop);
                        await parent.ReadAsync(token);
                    });
                }
                finally
                {
                    cts.Cancel();
                }
            }
        }
        """);

    [Theory]
    [InlineData("token")]
    [InlineData("")]
    public Task Completion_That_Would_Leave_A_Wait(string otherToken) => VerifyFix.DoesNotComplete(Completing(otherToken));

    [Fact]
    public Task Completion_That_Leaves_Nothing() => VerifyFix.Completes(
        Completing("CancellationToken.None"),
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                var items = Channel.CreateUnbounded<int>();
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await items.Reader.WaitToReadAsync();
                        await parent.ReadAsync(CancellationToken.None);
                    });
                    await Task.Delay(10);
                }
                finally
                {
                    items.Writer.TryComplete();
                }
            }
        }
        """);

    private static string Completing(string otherToken) =>
        $$"""
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                var items = {|LEAK006:Channel.CreateUnbounded<int>()|};
                _ = Task.Run(async () =>
                {
                    await items.Reader.WaitToReadAsync();
                    await parent.ReadAsync({{otherToken}});
                });
                await Task.Delay(10);
            }
        }
        """;
}
