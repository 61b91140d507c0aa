namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests that the fix passes the method's token to a wait in a local function or lambda of the method.</summary>
public class PassedToFunctionTests
{
    [Fact]
    public Task Local_Function_Is_Passed_A_Local_Token() => VerifyFix.Passes(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static void Start(ChannelReader<int> parent, ILifetime lifetime)
            {
                CancellationToken stopping = lifetime.Stopping;
                _ = {|LEAK001:PumpAsync|}();

                async Task PumpAsync()
                {
                    await parent.ReadAsync();
                }
            }
        }
        """,
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static void Start(ChannelReader<int> parent, ILifetime lifetime)
            {
                CancellationToken stopping = lifetime.Stopping;
                _ = PumpAsync();

                async Task PumpAsync()
                {
                    await parent.ReadAsync(stopping);
                }
            }
        }
        """);

    [Fact]
    public Task Local_Function_That_Runs_Before_The_Token_Has_Its_Value_Is_Not_Passed_It() => VerifyFix.DoesNotPass(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static void Start(ChannelReader<int> parent, ILifetime lifetime)
            {
                PumpAsync().Wait();
                CancellationToken stopping = lifetime.Stopping;
                _ = {|LEAK001:PumpAsync|}();

                async Task PumpAsync()
                {
                    await parent.ReadAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Token_Of_The_Start_Is_Passed_To_The_Wait_Too() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync(), token);
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = Task.Run(async () => await parent.ReadAsync(token), token);
            }
        }
        """);

    [Fact]
    public Task Function_That_Hides_The_Token_Is_Not_Passed_It() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(default);

                async Task PumpAsync(CancellationToken token)
                {
                    token.ThrowIfCancellationRequested();
                    await parent.ReadAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Value_Of_A_Setter_Is_Passed() => VerifyFix.Passes(
        """
        class C
        {
            private readonly ChannelReader<int> _parent = Channel.CreateUnbounded<int>().Reader;

            public CancellationToken Stop
            {
                set => _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
            }

            public ChannelReader<int> Parent => _parent;
        }
        """,
        """
        class C
        {
            private readonly ChannelReader<int> _parent = Channel.CreateUnbounded<int>().Reader;

            public CancellationToken Stop
            {
                set => _ = Task.Run(async () => await Task.Delay(-1, value));
            }

            public ChannelReader<int> Parent => _parent;
        }
        """);

    [Fact]
    public Task Parameter_Of_A_Local_Function_Around_Is_Passed() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent)
            {
                Local(default);

                void Local(CancellationToken stop)
                {
                    Action start = () => _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    start();
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent)
            {
                Local(default);

                void Local(CancellationToken stop)
                {
                    Action start = () => _ = Task.Run(async () => await parent.ReadAsync(stop));
                    start();
                }
            }
        }
        """);

    [Fact]
    public Task Token_That_Is_Deconstructed_Is_Passed() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, (CancellationToken Token, int Count) state)
            {
                (CancellationToken token, int count) = state;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Console.WriteLine(count);
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, (CancellationToken Token, int Count) state)
            {
                (CancellationToken token, int count) = state;
                _ = Task.Run(async () => await parent.ReadAsync(token));
                Console.WriteLine(count);
            }
        }
        """);
}
