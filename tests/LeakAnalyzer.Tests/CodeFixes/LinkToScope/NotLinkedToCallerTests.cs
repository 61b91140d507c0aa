namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>LEAK002: tests that no linked <c>CancellationTokenSource</c> is offered where it would be wrong, or where the code can't use it.</summary>
public class NotLinkedToCallerTests
{
    [Fact]
    public Task Two_Tokens_That_End_The_Work_Are_No_Single_One() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken quick, CancellationToken slow)
            {
                _ = {|LEAK002:Task.Run|}(async () =>
                {
                    await parent.ReadAsync(slow);
                    await parent.ReadAsync(quick);
                });
                await Task.Delay(10, slow);
            }
        }
        """);

    [Fact]
    public Task Source_Of_The_Caller_Is_No_Token() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationTokenSource source)
            {
                _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(source.Token));
                await Task.Delay(10);
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
                {|LEAK002:ThreadPool.QueueUserWorkItem|}(async _ => await parent.ReadAsync(token));
                new Thread(() => parent.ReadAsync(token).AsTask().Wait()).{|LEAK002:Start|}();
                await Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task Handle_Of_The_Token_Would_Throw_Once_The_Source_Is_Disposed() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static void Export(CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(() => token.WaitHandle.WaitOne());
                Task.Delay(10, token).Wait();
            }

            public static void ExportAll(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () =>
                {
                    token.WaitHandle.WaitOne(10);
                    await parent.ReadAsync(token);
                });
                Task.Delay(10, token).Wait();
            }
        }
        """);

    [Fact]
    public Task Token_That_Names_A_Member_Or_Is_Written_Keeps_Its_Name() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () =>
                {
                    var state = new { token };
                    await parent.ReadAsync(token);
                    Console.WriteLine(state.token);
                });
                _ = {|LEAK002:Task.Run|}(async () =>
                {
                    var state = (token, 1);
                    await parent.ReadAsync(token);
                    Console.WriteLine(state.token);
                });
                await Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task Wait_Outside_The_Scope_Is_Not_Reached() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Func<Task> export = async () =>
                {
                    _ = {|LEAK002:PumpAsync|}();
                    await Task.Delay(10, token);
                };
                await export();

                async Task PumpAsync() => await parent.ReadAsync(token);
            }
        }
        """);

    [Fact]
    public Task Token_Linked_To_In_The_Work_Is_Left_Alone() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () =>
                {
                    using var own = CancellationTokenSource.CreateLinkedTokenSource(token);
                    await parent.ReadAsync(own.Token);
                });
                await Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task Destructor_Is_Not_Wrapped_And_Program_Is_No_Scope() => VerifyFix.DoesNotLink(
        """
        class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                {|LEAK002:PumpAsync|}(parent, token);
                await Task.Delay(10, token);
            }

            private static async void PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                await source.ReadAsync(stop);
            }
        }
        """);
}
