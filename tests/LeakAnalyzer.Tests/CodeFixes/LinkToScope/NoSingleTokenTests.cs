namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests methods that have no token, or several: the new <c>CancellationTokenSource</c> isn't linked, or the fix isn't offered.</summary>
public class NoSingleTokenTests
{
    [Fact]
    public Task Several_Tokens_Are_No_Choice() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken first, CancellationToken second)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, first);
                await Task.Delay(10, second);
            }
        }
        """);

    [Fact]
    public Task Parameter_And_Local_Are_No_Choice() => VerifyFix.DoesNotLink(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ILifetime lifetime, CancellationToken token)
            {
                CancellationToken stopping = lifetime.Stopping;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
                await Task.Delay(10, stopping);
            }
        }
        """);

    [Fact]
    public Task Parameter_And_Local_Of_The_Function_Around_Are_No_Choice() => VerifyFix.DoesNotLink(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ILifetime lifetime)
            {
                CancellationToken stopping = lifetime.Stopping;
                await WorkAsync(stopping);

                async Task WorkAsync(CancellationToken token)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10, token);
                }
            }
        }
        """);

    [Fact]
    public Task Token_Of_An_Inner_Block_Is_Not_Visible_Where_The_Source_Must_Stand() => VerifyFix.DoesNotLink(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ILifetime? lifetime)
            {
                if (lifetime is not null)
                {
                    CancellationToken stopping = lifetime.Stopping;
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10, stopping);
                }

                await Task.Delay(10);
            }
        }
        """);

    [Fact]
    public Task Token_Of_A_Loop_Is_Not_Visible_Where_The_Source_Must_Stand() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, IEnumerable<CancellationToken> tokens)
            {
                foreach (CancellationToken token in tokens)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10, token);
                }
            }
        }
        """);

    [Fact]
    public Task Token_After_The_Start_Is_Not_In_Reach() => VerifyFix.Links(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ILifetime lifetime)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                CancellationToken stopping = lifetime.Stopping;
                await Task.Delay(10, stopping);
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
            public static async Task ExportAsync(ChannelReader<int> parent, ILifetime lifetime)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    CancellationToken stopping = lifetime.Stopping;
                    await Task.Delay(10, stopping);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Token_That_Is_Written_After_The_Start_Is_Not_Linked_To() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
                token = default;
                await Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task Token_That_Is_Written_By_Reference_After_The_Start_Is_Not_Linked_To() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
                Change(ref token);
                await Task.Delay(10, token);
            }

            private static void Change(ref CancellationToken token) => token = default;
        }
        """);

    [Fact]
    public Task Token_Without_A_Value_Yet_Is_Not_Linked_To() => VerifyFix.DoesNotLink(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ILifetime lifetime)
            {
                CancellationToken stopping;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                stopping = lifetime.Stopping;
                await Task.Delay(10, stopping);
            }
        }
        """);

    [Fact]
    public Task Parameter_Of_A_Function_Around_A_Static_One_Is_Not_In_Reach() => VerifyFix.Links(
        """
        static class C
        {
            public static Func<ChannelReader<int>, Task> Exporter(CancellationToken token)
            {
                token.ThrowIfCancellationRequested();
                return static async parent =>
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                };
            }
        }
        """,
        """
        static class C
        {
            public static Func<ChannelReader<int>, Task> Exporter(CancellationToken token)
            {
                token.ThrowIfCancellationRequested();
                return static async parent =>
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                };
            }
        }
        """);

    [Fact]
    public Task Type_That_Is_Only_Called_CancellationToken_Is_No_Token() => VerifyFix.Links(
        """
        namespace Mine
        {
            readonly struct CancellationToken { }

            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                    Console.WriteLine(token);
                }
            }
        }
        """,
        """
        namespace Mine
        {
            readonly struct CancellationToken { }

            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    using var scopeCts = new CancellationTokenSource();
                    System.Threading.CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        await Task.Delay(10);
                        Console.WriteLine(token);
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Static_Work_Cannot_Capture_The_Token() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(static async () => await Task.Delay(-1));
                await Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task Local_That_A_Local_Function_May_Run_Before_Is_Not_In_Reach() => VerifyFix.Links(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ILifetime lifetime)
            {
                await WorkAsync();
                CancellationToken stopping = lifetime.Stopping;
                await Task.Delay(10, stopping);

                async Task WorkAsync()
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
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
            public static async Task ExportAsync(ChannelReader<int> parent, ILifetime lifetime)
            {
                await WorkAsync();
                CancellationToken stopping = lifetime.Stopping;
                await Task.Delay(10, stopping);

                async Task WorkAsync()
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Parameter_Of_A_Primary_Constructor_Is_Not_In_Reach() => VerifyFix.Links(
        """
        class C(CancellationToken token)
        {
            public async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }
        }
        """,
        """
        class C(CancellationToken token)
        {
            public async Task ExportAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    await Task.Delay(10, token);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Token_That_Nothing_Cancels_Is_Not_Linked_To() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                CancellationToken none = CancellationToken.None;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, none);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                CancellationToken none = CancellationToken.None;
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    await Task.Delay(10, none);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }
        }
        """);
}
