namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests that no linked <c>CancellationTokenSource</c> is offered where it would be wrong.</summary>
public class NotLinkedTests
{
    [Fact]
    public Task Scope_That_Only_Starts_The_Work_Would_Cancel_At_Once() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
            }

            public static async Task StartAsync(ChannelReader<int> parent)
            {
                await Task.Delay(10);
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
            }

            public static void StartAll(int[] items)
            {
                foreach (int item in items)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                }
            }
        }
        """);

    [Fact]
    public Task Cancelled_Async_Void_Or_Thread_Would_End_The_Process() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                {|LEAK001:ThreadPool.QueueUserWorkItem|}(async _ => await parent.ReadAsync());
                new Thread(() => parent.ReadAsync().AsTask().Wait()).{|LEAK001:Start|}();
                {|LEAK001:PumpAsync|}(parent);
                await Task.Delay(10, token);
            }

            private static async void PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
            {
                await source.ReadAsync(stop);
            }
        }
        """);

    [Fact]
    public Task Destructor_Is_Not_Wrapped() => VerifyFix.DoesNotLink(
        """
        class C
        {
            ~C()
            {
                _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                Thread.Sleep(10);
            }
        }
        """);

    [Fact]
    public Task Async_Void_Scope_Is_Wrapped_Because_The_Work_Is_A_Task() => VerifyFix.Links(
        """
        static class C
        {
            public static async void Export(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
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
    public Task Static_Functions_On_The_Way_To_The_Wait_Cannot_Capture_The_Token() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(static async () => await Task.Delay(-1));
                _ = {|LEAK001:Task.Run|}(static () => PumpAsync());
                await Task.Delay(10, token);

                static async Task PumpAsync()
                {
                    await Task.Delay(-1);
                }
            }
        }
        """);

    [Fact]
    public Task Static_Scope_Has_Its_Own_Source() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                await PumpAsync(parent, token);

                static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await source.ReadAsync());
                    await Task.Delay(10, stop);
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                await PumpAsync(parent, token);

                static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await source.ReadAsync(linkedToken));
                        await Task.Delay(10, stop);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Handle_Of_A_Token_Is_No_Place() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static void Export(CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(() => CancellationToken.None.WaitHandle.WaitOne());
                Task.Delay(10, token).Wait();
            }
        }
        """);
}
