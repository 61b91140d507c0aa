namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests that the fix links the new <c>CancellationTokenSource</c> to the only token that the method can use.</summary>
public class TokenInReachTests
{
    [Fact]
    public Task Local_Before_Is_Linked_To() => VerifyFix.Links(
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
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
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
                CancellationToken stopping = lifetime.Stopping;
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, stopping);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Local_Of_The_Function_Around_Is_Linked_To() => VerifyFix.Links(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static void Export(ChannelReader<int> parent, ILifetime lifetime)
            {
                CancellationToken stopping = lifetime.Stopping;
                Func<Task> export = async () =>
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10, stopping);
                };
                export();
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
            public static void Export(ChannelReader<int> parent, ILifetime lifetime)
            {
                CancellationToken stopping = lifetime.Stopping;
                Func<Task> export = async () =>
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        await Task.Delay(10, stopping);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                };
                export();
            }
        }
        """);

    [Fact]
    public Task Pattern_Variable_Is_Linked_To() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, object state)
            {
                if (state is not CancellationToken token)
                {
                    return;
                }

                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, object state)
            {
                if (state is not CancellationToken token)
                {
                    return;
                }

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
    public Task Out_Variable_Is_Linked_To() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, Dictionary<int, CancellationToken> tokens)
            {
                tokens.TryGetValue(1, out CancellationToken token);
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, Dictionary<int, CancellationToken> tokens)
            {
                tokens.TryGetValue(1, out CancellationToken token);
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
    public Task Token_That_Is_Named_As_A_Keyword_Is_Linked_To() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken @event)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, @event);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken @event)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(@event);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, @event);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Token_With_A_Value_From_Each_Branch_Is_Linked_To() => VerifyFix.Links(
        """
        interface ILifetime
        {
            CancellationToken Stopping { get; }
        }

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ILifetime? lifetime, ILifetime other)
            {
                CancellationToken stopping;
                if (lifetime is not null)
                {
                    stopping = lifetime.Stopping;
                }
                else
                {
                    stopping = other.Stopping;
                }

                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
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
            public static async Task ExportAsync(ChannelReader<int> parent, ILifetime? lifetime, ILifetime other)
            {
                CancellationToken stopping;
                if (lifetime is not null)
                {
                    stopping = lifetime.Stopping;
                }
                else
                {
                    stopping = other.Stopping;
                }

                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, stopping);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Parameter_By_Readonly_Reference_Is_Linked_To() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, in CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Task.Delay(10, token).Wait();
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, in CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Token_Of_A_Source_Of_The_Scope_Is_Linked_To() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource(10);
                CancellationToken token = cts.Token;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource(10);
                CancellationToken token = cts.Token;
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
    public Task Partial_Method_Links_To_Its_Parameter() => VerifyFix.Links(
        """
        partial class C
        {
            public partial Task ExportAsync(ChannelReader<int> parent, CancellationToken token);

            public partial async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }
        }
        """,
        """
        partial class C
        {
            public partial Task ExportAsync(ChannelReader<int> parent, CancellationToken token);

            public partial async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
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
}
