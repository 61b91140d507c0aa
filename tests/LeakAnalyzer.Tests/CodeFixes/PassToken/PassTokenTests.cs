namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests the fix for a method that does nothing but start a task: the method's only token is passed to the wait.</summary>
[OnOldestRoslyn]
public class PassTokenTests
{
    [Fact]
    public Task Parameter_Is_Passed() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = Task.Run(async () => await parent.ReadAsync(token));
            }
        }
        """);

    [Fact]
    public Task Parameter_Is_Passed_In_An_Expression_Body() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) =>
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) =>
                _ = Task.Run(async () => await parent.ReadAsync(token));
        }
        """);

    [Fact]
    public Task Local_Before_Is_Passed() => VerifyFix.Passes(
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
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
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
                _ = Task.Run(async () => await parent.ReadAsync(stopping));
            }
        }
        """);

    [Fact]
    public Task Token_Of_An_Inner_Block_Is_Passed() => VerifyFix.Passes(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static void Start(ChannelReader<int> parent, ILifetime? lifetime)
            {
                if (lifetime is not null)
                {
                    CancellationToken stopping = lifetime.Stopping;
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
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
            public static void Start(ChannelReader<int> parent, ILifetime? lifetime)
            {
                if (lifetime is not null)
                {
                    CancellationToken stopping = lifetime.Stopping;
                    _ = Task.Run(async () => await parent.ReadAsync(stopping));
                }
            }
        }
        """);

    [Fact]
    public Task Token_Of_A_Loop_Is_Passed() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, IEnumerable<CancellationToken> tokens)
            {
                foreach (CancellationToken token in tokens)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, IEnumerable<CancellationToken> tokens)
            {
                foreach (CancellationToken token in tokens)
                {
                    _ = Task.Run(async () => await parent.ReadAsync(token));
                }
            }
        }
        """);

    [Fact]
    public Task Captured_Token_Is_Passed() => VerifyFix.Passes(
        """
        static class C
        {
            public static Action Starter(ChannelReader<int> parent, CancellationToken token) =>
                () =>
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                };
        }
        """,
        """
        static class C
        {
            public static Action Starter(ChannelReader<int> parent, CancellationToken token) =>
                () =>
                {
                    _ = Task.Run(async () => await parent.ReadAsync(token));
                };
        }
        """);

    [Fact]
    public Task Captured_Local_Is_Passed() => VerifyFix.Passes(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static Action Starter(ChannelReader<int> parent, ILifetime lifetime)
            {
                CancellationToken stopping = lifetime.Stopping;
                return () =>
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                };
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
            public static Action Starter(ChannelReader<int> parent, ILifetime lifetime)
            {
                CancellationToken stopping = lifetime.Stopping;
                return () =>
                {
                    _ = Task.Run(async () => await parent.ReadAsync(stopping));
                };
            }
        }
        """);

    [Fact]
    public Task Token_Is_Passed_To_The_Call_That_Waits() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken @lock)
            {
                _ = {|LEAK001:PumpAsync|}(parent);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
            {
                await source.WaitToReadAsync(stop);
                await source.ReadAsync(stop);
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken @lock)
            {
                _ = PumpAsync(parent, @lock);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
            {
                await source.WaitToReadAsync(stop);
                await source.ReadAsync(stop);
            }
        }
        """);

    [Fact]
    public Task Comments_And_Layout_Stay() => VerifyFix.Passes(
        """
        static class C
        {
        	// Starts it.
        	public static void Start( ChannelReader<int> parent,CancellationToken token ) {
        		_ = {|LEAK001:Task.Run|}( async () => /* wait */ await parent.ReadAsync( /* nothing */ ) ); // done
        	}
        }
        """.ReplaceLineEndings("\r\n"),
        """
        static class C
        {
        	// Starts it.
        	public static void Start( ChannelReader<int> parent,CancellationToken token ) {
        		_ = Task.Run( async () => /* wait */ await parent.ReadAsync(token /* nothing */ ) ); // done
        	}
        }
        """.ReplaceLineEndings("\r\n"));

    [Fact]
    public Task All_Waits_Get_The_Token() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, ChannelWriter<int> target, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    while (await parent.WaitToReadAsync())
                    {
                        await target.WriteAsync(await parent.ReadAsync());
                    }

                    await foreach (int item in parent.ReadAllAsync().ConfigureAwait(false))
                    {
                    }
                });
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, ChannelWriter<int> target, CancellationToken token)
            {
                _ = Task.Run(async () =>
                {
                    while (await parent.WaitToReadAsync(token))
                    {
                        await target.WriteAsync(await parent.ReadAsync(token), token);
                    }

                    await foreach (int item in parent.ReadAllAsync(token).ConfigureAwait(false))
                    {
                    }
                });
            }
        }
        """);

    [Fact]
    public Task Files_Get_Their_Own_Token() => VerifyFix.PassesIn(
        [
            """
            static class C
            {
                public static void Start(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                }
            }
            """,
            """
            static class D
            {
                public static void Start(ChannelReader<int> parent, CancellationToken stop)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                }
            }
            """,
        ],
        [
            """
            static class C
            {
                public static void Start(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = Task.Run(async () => await parent.ReadAsync(token));
                    _ = Task.Run(async () => await parent.ReadAsync(token));
                }
            }
            """,
            """
            static class D
            {
                public static void Start(ChannelReader<int> parent, CancellationToken stop)
                {
                    _ = Task.Run(async () => await parent.ReadAsync(stop));
                }
            }
            """,
        ]);

    [Fact]
    public Task Sibling_Blocks_Pass_Their_Own_Tokens() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken[] tokens)
            {
                if (tokens.Length > 1)
                {
                    CancellationToken token = tokens[0];
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                }
                else
                {
                    CancellationToken token = tokens[1];
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken[] tokens)
            {
                if (tokens.Length > 1)
                {
                    CancellationToken token = tokens[0];
                    _ = Task.Run(async () => await parent.ReadAsync(token));
                }
                else
                {
                    CancellationToken token = tokens[1];
                    _ = Task.Run(async () => await parent.ReadAsync(token));
                }
            }
        }
        """);

    [Fact]
    public Task Token_Of_A_Timed_Source_Is_Passed() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent)
            {
                var cts = new CancellationTokenSource(10);
                CancellationToken token = cts.Token;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Console.WriteLine(token);
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent)
            {
                var cts = new CancellationTokenSource(10);
                CancellationToken token = cts.Token;
                _ = Task.Run(async () => await parent.ReadAsync(token));
                Console.WriteLine(token);
            }
        }
        """);
}
