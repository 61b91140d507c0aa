namespace LeakAnalyzer.Tests.CodeFixes;

/// <summary>The token in reach, passed to waits in the functions of the scope.</summary>
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
}
