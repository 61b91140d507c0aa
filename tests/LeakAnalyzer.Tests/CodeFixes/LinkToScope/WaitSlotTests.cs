namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests where in a call a fix writes the token that it passes to the wait.</summary>
public class WaitSlotTests
{
    [Fact]
    public Task Argument_Is_Added_After_The_Others() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelWriter<int> target, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await target.WriteAsync(1);
                    await target.WriteAsync(item: 2);
                    await target.WriteAsync(3 /* three */);
                    await target.WriteAsync(
                        4 // four
                        );
                    await Task.Delay(Timeout.InfiniteTimeSpan);
                    await Task.Delay(millisecondsDelay: -1);
                });
                Task.Delay(10, token).Wait();
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelWriter<int> target, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await target.WriteAsync(1, linkedToken);
                        await target.WriteAsync(item: 2, cancellationToken: linkedToken);
                        await target.WriteAsync(3 /* three */, linkedToken);
                        await target.WriteAsync(
                            4, // four
                            linkedToken
                            );
                        await Task.Delay(Timeout.InfiniteTimeSpan, linkedToken);
                        await Task.Delay(millisecondsDelay: -1, cancellationToken: linkedToken);
                    });
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Argument_Goes_To_Its_Parameter_By_Name_Where_Others_Are_Left_Out() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await PumpAsync(parent);
                    await PumpAsync(parent, 2);
                    await PumpAsync(parent, times: 3);
                    await PumpAsync(source: parent);
                    await PumpAsync(parent, 4, @lock: default);
                });
                Task.Delay(10, token).Wait();
            }

            private static async Task PumpAsync(ChannelReader<int> source, int times = 1, CancellationToken @lock = default)
            {
                for (int i = 0; i < times; i++)
                {
                    await source.ReadAsync(@lock);
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await PumpAsync(parent, @lock: linkedToken);
                        await PumpAsync(parent, 2, linkedToken);
                        await PumpAsync(parent, times: 3, @lock: linkedToken);
                        await PumpAsync(source: parent, @lock: linkedToken);
                        await PumpAsync(parent, 4, @lock: linkedToken);
                    });
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, int times = 1, CancellationToken @lock = default)
            {
                for (int i = 0; i < times; i++)
                {
                    await source.ReadAsync(@lock);
                }
            }
        }
        """);

    [Fact]
    public Task Argument_Goes_To_A_Parameter_Before_Others() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await PumpAsync(parent);
                    await PumpAsync(parent, times: 2);
                    await parent.PumpAllAsync();
                    await parent.PumpAllAsync(default, 1, 2);
                    await PumpAllAsync(parent);
                });
                Task.Delay(10, token).Wait();
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default, int times = 1)
            {
                await source.ReadAsync(stop);
                Console.WriteLine(times);
            }

            private static async Task PumpAllAsync(this ChannelReader<int> source, CancellationToken stop = default, params int[] times)
            {
                await source.ReadAsync(stop);
                Console.WriteLine(times);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await PumpAsync(parent, linkedToken);
                        await PumpAsync(parent, times: 2, stop: linkedToken);
                        await parent.PumpAllAsync(linkedToken);
                        await parent.PumpAllAsync(linkedToken, 1, 2);
                        await PumpAllAsync(parent, linkedToken);
                    });
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default, int times = 1)
            {
                await source.ReadAsync(stop);
                Console.WriteLine(times);
            }

            private static async Task PumpAllAsync(this ChannelReader<int> source, CancellationToken stop = default, params int[] times)
            {
                await source.ReadAsync(stop);
                Console.WriteLine(times);
            }
        }
        """);

    [Fact]
    public Task Empty_Token_Is_Replaced() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await parent.ReadAsync(default);
                    await parent.ReadAsync(default(CancellationToken));
                    await parent.ReadAsync(new CancellationToken(/* never */));
                    await parent.ReadAsync(cancellationToken: default);
                });
                Task.Delay(10, token).Wait();
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await parent.ReadAsync(linkedToken);
                        await parent.ReadAsync(linkedToken);
                        await parent.ReadAsync(linkedToken /* never */);
                        await parent.ReadAsync(cancellationToken: linkedToken);
                    });
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task None_Is_Replaced_Where_It_Is_Reported() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync(CancellationToken.None), CancellationToken.None);
                Task.Delay(10, token).Wait();
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken), CancellationToken.None);
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """,
        Setup.Default with { EditorConfig = "leak_analyzer.report_explicit_none = true" });

    [Fact]
    public Task Blocking_Waits_Get_The_Token() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(BlockingCollection<int> parent, SemaphoreSlim gate, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(() =>
                {
                    foreach (int item in parent.GetConsumingEnumerable())
                    {
                        gate.Wait();
                        Console.WriteLine(parent.Take());
                    }
                });
                Task.Delay(10, token).Wait();
            }
        }
        """,
        """
        static class C
        {
            public static void Export(BlockingCollection<int> parent, SemaphoreSlim gate, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(() =>
                    {
                        foreach (int item in parent.GetConsumingEnumerable(linkedToken))
                        {
                            gate.Wait(linkedToken);
                            Console.WriteLine(parent.Take(linkedToken));
                        }
                    });
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);
}
