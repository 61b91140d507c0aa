namespace LeakAnalyzer.Tests.CodeFixes.CancelSource;

/// <summary>LEAK003: tests that no fix is offered where no place for the <c>Cancel</c> call is certain to be right.</summary>
public class NotCancelledTests
{
    [Fact]
    public Task Dispose_That_Not_Every_Path_Passes() => VerifyFix.DoesNotCancel(
        """
        static class C
        {
            public static async Task MiddleAsync(ChannelReader<int> parent)
            {
                var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
                await Task.Delay(10);
                cts.Dispose();
                await Task.Delay(10);
            }

            public static async Task TwiceAsync(ChannelReader<int> parent)
            {
                var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    await Task.Delay(10);
                    cts.Dispose();
                }
                finally
                {
                    cts.Dispose();
                }
            }

            public static async Task EarlierAsync(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
                await Task.Delay(10);
                cts.Dispose();
            }

            public static async Task OutsideAsync(ChannelReader<int> parent)
            {
                var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
                await Task.Delay(10);
                try
                {
                    await Task.Delay(10);
                }
                finally
                {
                    cts.Dispose();
                }
            }

            public static async Task WithoutBracesAsync(ChannelReader<int> parent, bool really)
            {
                var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                    await Task.Delay(10);
                }
                finally
                {
                    if (really)
                        cts.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task Source_That_Is_Made_Twice_Or_Elsewhere() => VerifyFix.DoesNotCancel(
        """
        static class C
        {
            public static async Task TwiceAsync(ChannelReader<int> parent)
            {
                var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
                await Task.Delay(10);
                cts = new CancellationTokenSource();
                await Task.Delay(10, cts.Token);
            }

            public static async Task LaterAsync(ChannelReader<int> parent)
            {
                CancellationTokenSource {|LEAK003:cts|};
                cts = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
                await Task.Delay(10);
            }
        }
        """);

    [Fact]
    public Task Flow_That_Goes_By_Labels() => VerifyFix.DoesNotCancel(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, bool again)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(stop));
            more:
                await Task.Delay(10);
                if (again)
                {
                    goto more;
                }
            }
        }
        """);

    [Fact]
    public Task Linked_Source_That_The_Work_Holds_And_Nobody_Disposes() => VerifyFix.DoesNotCancel(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                var {|LEAK003:linked|} = CancellationTokenSource.CreateLinkedTokenSource(token);
                _ = Task.Run(async () => await parent.ReadAsync(linked.Token));
                await Task.Delay(10, token);
            }
        }
        """,
        Setup.Default);

    [Fact]
    public Task Cancelled_Async_Void_Or_Thread_Would_End_The_Process() => VerifyFix.DoesNotCancel(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                new Thread(() => parent.ReadAsync(stop).AsTask().Wait()).Start();
                Thread.Sleep(10);
            }
        }
        """);

    [Fact]
    public Task Section_Of_A_Switch_Is_No_Block() => VerifyFix.DoesNotCancel(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, int number)
            {
                switch (number)
                {
                    case 1:
                        var {|LEAK003:cts|} = new CancellationTokenSource();
                        CancellationToken stop = cts.Token;
                        _ = Task.Run(async () => await parent.ReadAsync(stop));
                        Thread.Sleep(10);
                        break;
                }
            }
        }
        """);
}
