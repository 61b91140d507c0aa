namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests fixes that add a token parameter to local functions and lambdas between the start of the task and its wait.</summary>
[OnOldestRoslyn]
public class RelayedFunctionTests
{
    [Fact]
    public Task Static_Local_Function_Gains_A_Parameter() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK001:WaitAsync|}();
                await Task.Delay(10, token);

                static async Task WaitAsync() => await Task.Delay(-1);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = WaitAsync(linkedToken);
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }

                static async Task WaitAsync(CancellationToken cancellationToken = default) => await Task.Delay(-1, cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Local_Function_Beside_The_Scope_Gains_A_Parameter() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                Func<Task> export = async () =>
                {
                    _ = {|LEAK001:PumpAsync|}();
                    await Task.Delay(10);
                };
                await export();

                async Task PumpAsync() => await parent.ReadAsync();
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                Func<Task> export = async () =>
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = PumpAsync(scopeToken);
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                };
                await export();

                async Task PumpAsync(CancellationToken cancellationToken = default) => await parent.ReadAsync(cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Static_Local_Functions_Of_A_Called_Method_Gain_Parameters() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            private static async Task PumpAsync(ChannelReader<int> source)
            {
                await FirstAsync(source);

                static async Task FirstAsync(ChannelReader<int> source) => await ReadAsync(source);

                static async Task ReadAsync(ChannelReader<int> source) => await source.ReadAsync();
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, token);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                await FirstAsync(source, cancellationToken);

                static async Task FirstAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await ReadAsync(source, cancellationToken);

                static async Task ReadAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Local_Function_Of_A_Called_Method_Captures_Its_Parameter() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            private static async Task PumpAsync(ChannelReader<int> source)
            {
                await ReadAsync();

                async Task ReadAsync() => await source.ReadAsync();
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, token);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                await ReadAsync();

                async Task ReadAsync() => await source.ReadAsync(cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Lambdas_Of_A_Called_Method_Capture_Its_Parameter() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            private static async Task PumpAsync(ChannelReader<int> source)
            {
                await Task.Run(async () => await source.ReadAsync());
                Func<Task> read = () => ReadAsync(source);
                await read();
            }

            private static async Task ReadAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, token);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                await Task.Run(async () => await source.ReadAsync(cancellationToken));
                Func<Task> read = () => ReadAsync(source, cancellationToken);
                await read();
            }

            private static async Task ReadAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Static_Lambda_Of_A_Called_Method_Cannot_Capture_A_Parameter() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(CancellationToken token) => _ = {|LEAK001:PumpAsync|}();

            private static async Task PumpAsync() => await Task.Run(static async () => await Task.Delay(-1));
        }
        """);

    [Fact]
    public Task Local_Function_That_Is_Handed_Over_As_A_Delegate_Keeps_Its_Shape() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(CancellationToken token) => _ = {|LEAK001:PumpAsync|}();

            private static async Task PumpAsync()
            {
                await Task.Run(ReadAsync);

                static async Task ReadAsync() => await Task.Delay(-1);
            }
        }
        """);

    [Fact]
    public Task Token_Of_A_Program_Goes_Through_A_Method() => VerifyFix.Links(
        """
        foreach (string arg in args)
        {
            _ = {|LEAK001:C.WaitAsync|}();
        }
        await Task.Delay(10);

        static class C
        {
            public static async Task WaitAsync() => await Task.Delay(-1);
        }
        """,
        """
        using var scopeCts = new CancellationTokenSource();
        CancellationToken scopeToken = scopeCts.Token;
        try
        {
            foreach (string arg in args)
            {
                _ = C.WaitAsync(scopeToken);
            }
            await Task.Delay(10);
        }
        finally
        {
            await scopeCts.CancelAsync();
        }

        static class C
        {
            public static async Task WaitAsync(CancellationToken cancellationToken = default) => await Task.Delay(-1, cancellationToken);
        }
        """,
        Setup.Default with { Output = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication });
}
