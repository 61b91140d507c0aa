namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests loops that catch the <c>OperationCanceledException</c> of the wait inside them. The fix lets such a loop also test the token.</summary>
public class SwallowedCancellationTests
{
    [Fact]
    public Task Loop_Around_The_Wait_Asks_The_Token_Too() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    while (true)
                    {
                        try
                        {
                            int item = await parent.ReadAsync();
                            if (item == 0)
                            {
                                break;
                            }
                        }
                        catch (Exception e)
                        {
                            Console.WriteLine(e);
                        }
                    }
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
                        while (!linkedToken.IsCancellationRequested)
                        {
                            try
                            {
                                int item = await parent.ReadAsync(linkedToken);
                                if (item == 0)
                                {
                                    break;
                                }
                            }
                            catch (Exception e)
                            {
                                Console.WriteLine(e);
                            }
                        }
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
    public Task Loop_Governed_By_The_Caller_Asks_The_Token_Too() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () =>
                {
                    for (;;)
                    {
                        try
                        {
                            await parent.ReadAsync(token);
                        }
                        catch
                        {
                        }
                    }
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
                        for (; !linkedToken.IsCancellationRequested;)
                        {
                            try
                            {
                                await parent.ReadAsync(linkedToken);
                            }
                            catch
                            {
                            }
                        }
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
    public Task Do_Loop_Around_The_Wait_Asks_The_Token_Too() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    do
                    {
                        try
                        {
                            await parent.ReadAsync();
                        }
                        catch (Exception)
                        {
                        }
                    }
                    while (true);
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
                        do
                        {
                            try
                            {
                                await parent.ReadAsync(linkedToken);
                            }
                            catch (Exception)
                            {
                            }
                        }
                        while (!linkedToken.IsCancellationRequested);
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
    public Task Handler_That_Leaves_Or_Takes_Other_Exceptions_Swallows_Nothing() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    while (true)
                    {
                        try
                        {
                            await parent.ReadAsync();
                        }
                        catch (OperationCanceledException)
                        {
                            return;
                        }
                        catch (Exception)
                        {
                        }
                    }
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
                        while (true)
                        {
                            try
                            {
                                await parent.ReadAsync(linkedToken);
                            }
                            catch (OperationCanceledException)
                            {
                                return;
                            }
                            catch (Exception)
                            {
                            }
                        }
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
    public Task Loop_With_A_Condition_Of_Its_Own_Or_Of_A_Called_Method_Has_No_Place() => VerifyFix.DoesNotLink(
        """
        class C
        {
            private volatile bool _stopped;

            public async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    while (!_stopped)
                    {
                        try
                        {
                            await parent.ReadAsync();
                        }
                        catch (Exception)
                        {
                        }
                    }
                });
                _ = {|LEAK001:PumpAsync|}(parent);
                _ = {|LEAK004:BeatAsync|}();
                await Task.Delay(10, token);
            }

            public void Stop() => _stopped = true;

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
            {
                while (true)
                {
                    try
                    {
                        await source.ReadAsync(stop);
                    }
                    catch (Exception)
                    {
                    }
                }
            }

            private static async Task BeatAsync(CancellationToken stop = default)
            {
                while (true)
                {
                    try
                    {
                        await Task.Delay(100, stop);
                    }
                    catch (Exception)
                    {
                    }
                }
            }
        }
        """);
}
