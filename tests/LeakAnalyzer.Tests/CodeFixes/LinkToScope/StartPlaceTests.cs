namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests tasks that are started at different places of a method, such as in an <c>if</c> or a loop.</summary>
public class StartPlaceTests
{
    [Fact]
    public Task Start_In_An_If_Is_Cancelled_At_The_Exit_Of_The_Scope() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent, bool listen, CancellationToken token)
            {
                int count = 0;
                if (listen)
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                else
                    count++;

                await Task.Delay(10, token);
                return count;
            }
        }
        """,
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent, bool listen, CancellationToken token)
            {
                int count = 0;
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    if (listen)
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    else
                        count++;

                    await Task.Delay(10, token);
                    return count;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Start_In_A_Switch_Is_Cancelled_At_The_Exit_Of_The_Scope() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, int kind, CancellationToken token)
            {
                switch (kind)
                {
                    case 1:
                        _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                        goto case 2;
                    case 2:
                        await Task.Delay(10, token);
                        break;
                    default:
                        return;
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, int kind, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    switch (kind)
                    {
                        case 1:
                            _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                            goto case 2;
                        case 2:
                            await Task.Delay(10, token);
                            break;
                        default:
                            return;
                    }
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Start_In_A_Try_Is_Cancelled_At_The_Exit_Of_The_Scope() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task<bool> ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                try
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10, token);
                    return true;
                }
                catch (OperationCanceledException)
                {
                    return false;
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task<bool> ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        await Task.Delay(10, token);
                        return true;
                    }
                    catch (OperationCanceledException)
                    {
                        return false;
                    }
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Start_In_A_Catch_Or_In_A_Using_In_A_Lock_Is_Cancelled_At_The_Exit() => VerifyFix.Links(
        """
        class C
        {
            private readonly object _gate = new();

            public void InCatch(ChannelReader<int> parent, CancellationToken token)
            {
                try
                {
                    token.ThrowIfCancellationRequested();
                }
                catch (OperationCanceledException)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    Thread.Sleep(10);
                }
            }

            public void InUsingAndLock(ChannelReader<int> parent, CancellationToken token)
            {
                lock (_gate)
                    using (token.Register(Dispose))
                    {
                        _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                        Thread.Sleep(10);
                    }
            }

            private static void Dispose() { }
        }
        """,
        """
        class C
        {
            private readonly object _gate = new();

            public void InCatch(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    try
                    {
                        token.ThrowIfCancellationRequested();
                    }
                    catch (OperationCanceledException)
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        Thread.Sleep(10);
                    }
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public void InUsingAndLock(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    lock (_gate)
                        using (token.Register(Dispose))
                        {
                            _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                            Thread.Sleep(10);
                        }
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            private static void Dispose() { }
        }
        """);

    [Fact]
    public Task Other_Ways_To_Start_Get_The_Token() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task StartNewAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = Task.Factory.{|LEAK001:StartNew|}(() => parent.ReadAsync().AsTask().Wait(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                await Task.Delay(10, token);
            }

            public static async Task ContinueAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = Task.Delay(10, token).{|LEAK001:ContinueWith|}(_ => parent.ReadAsync().AsTask().Wait());
                await Task.Delay(10, token);
            }

            public static async Task LocalAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Task pump = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
                Console.WriteLine(pump.IsCompleted);
            }

            public static async Task CallAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}();
                await Task.Delay(10, token);

                async Task PumpAsync() => await parent.ReadAsync();
            }
        }
        """,
        """
        static class C
        {
            public static async Task StartNewAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Factory.StartNew(() => parent.ReadAsync(linkedToken).AsTask().Wait(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            public static async Task ContinueAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Delay(10, token).ContinueWith(_ => parent.ReadAsync(linkedToken).AsTask().Wait());
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            public static async Task LocalAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    Task pump = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, token);
                    Console.WriteLine(pump.IsCompleted);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            public static async Task CallAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = PumpAsync();
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }

                async Task PumpAsync() => await parent.ReadAsync(linkedToken);
            }
        }
        """);
}
