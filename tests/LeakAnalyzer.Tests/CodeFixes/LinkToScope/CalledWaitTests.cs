namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests fixes of waits that are in a function which the started task calls.</summary>
public class CalledWaitTests
{
    [Fact]
    public Task Call_In_A_Called_Local_Function_Gets_The_Token() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine(parent.Count);
                _ = {|LEAK001:Task.Run|}(() => PumpAsync());
                await Task.Delay(10, token);

                async Task PumpAsync()
                {
                    await WaitAsync(parent);
                }
            }

            private static async Task WaitAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine(parent.Count);
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(() => PumpAsync());
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }

                async Task PumpAsync()
                {
                    await WaitAsync(parent, linkedToken);
                }
            }

            private static async Task WaitAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);
        }
        """);

    [Fact]
    public Task Delegate_That_Takes_A_Token_Gets_It() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Func<CancellationToken, Task> pump = async stop => await parent.ReadAsync(stop);
                _ = {|LEAK001:pump|}(default);
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Func<CancellationToken, Task> pump = async stop => await parent.ReadAsync(stop);
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = pump(linkedToken);
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Wait_In_A_Method_Of_Another_File_Gets_The_Token_By_The_Call() => VerifyFix.LinksIn(
        [
            """
            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = {|LEAK001:D.PumpAsync|}(parent);
                    await Task.Delay(10, token);
                }
            }
            """,
            """
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
                {
                    await source.ReadAsync(stop);
                }
            }
            """,
        ],
        [
            """
            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = D.PumpAsync(parent, linkedToken);
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
            """,
            """
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
                {
                    await source.ReadAsync(stop);
                }
            }
            """,
        ]);

    [Fact]
    public Task Wait_That_The_Type_Ends_Is_Left_Alone() => VerifyFix.Links(
        """
        class C
        {
            private readonly CancellationTokenSource _stopped = new();

            public void Stop() => _stopped.Cancel();

            public async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await parent.ReadAsync(_stopped.Token);
                    await parent.ReadAsync();
                });
                await Task.Delay(10, token);
            }
        }
        """,
        """
        class C
        {
            private readonly CancellationTokenSource _stopped = new();

            public void Stop() => _stopped.Cancel();

            public async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await parent.ReadAsync(_stopped.Token);
                        await parent.ReadAsync(linkedToken);
                    });
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Wait_That_The_Caller_Ends_Gets_The_Linked_Token_Too() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await parent.ReadAsync(token);
                    await parent.ReadAsync();
                });
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await parent.ReadAsync(linkedToken);
                        await parent.ReadAsync(linkedToken);
                    });
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Method_Group_Has_No_Place_For_A_Token() => VerifyFix.DoesNotLink(
        """
        class C
        {
            private readonly ChannelReader<int> _parent = Channel.CreateUnbounded<int>().Reader;

            public async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(PumpAsync);
                await Task.Delay(10, token);
                Console.WriteLine(_parent);
            }

            private async Task PumpAsync() => await Task.Delay(-1);
        }
        """);
}
