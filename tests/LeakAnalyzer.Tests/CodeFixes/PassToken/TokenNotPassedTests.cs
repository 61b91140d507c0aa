namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests that no fix is offered where it would be wrong to pass a token to the wait.</summary>
public class TokenNotPassedTests
{
    [Fact]
    public Task Several_Tokens_Are_Not_Passed() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken first, CancellationToken second)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
            }
        }
        """);

    [Fact]
    public Task Nothing_Is_Passed_Where_No_Token_Is_In_Reach() => VerifyFix.DoesNotPass(
        """
        class C
        {
            private readonly CancellationToken _token = new CancellationTokenSource().Token;

            public CancellationToken Token => _token;

            public void Start(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
            }
        }
        """);

    [Fact]
    public Task Token_Is_Not_Passed_Where_The_Scope_Goes_On() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task Token_That_Nothing_Cancels_Is_Not_Passed() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent)
            {
                CancellationToken none = default;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Console.WriteLine(none);
            }

            public static void StartWithSource(ChannelReader<int> parent)
            {
                var cts = new CancellationTokenSource();
                CancellationToken token = cts.Token;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Console.WriteLine(token);
            }
        }
        """);

    [Fact]
    public Task Token_Without_A_Value_Yet_Is_Not_Passed() => VerifyFix.DoesNotPass(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static void Start(ChannelReader<int> parent, ILifetime lifetime)
            {
                CancellationToken stopping;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                stopping = lifetime.Stopping;
                Console.WriteLine(stopping);
            }
        }
        """);

    [Fact]
    public Task Token_That_Another_Hides_Is_Not_Passed() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(default);

                async Task PumpAsync(object? token)
                {
                    await parent.ReadAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Static_Work_Cannot_Use_The_Token() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(static async () => await Task.Delay(-1));
            }
        }
        """);

    [Fact]
    public Task Thread_And_Async_Void_Get_No_Token() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                {|LEAK001:ThreadPool.QueueUserWorkItem|}(async _ => await parent.ReadAsync());
                new Thread(() => parent.ReadAsync().AsTask().Wait()).{|LEAK001:Start|}();
                {|LEAK001:PumpAsync|}(parent);
            }

            private static async void PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
            {
                await source.ReadAsync(stop);
            }
        }
        """);
}
