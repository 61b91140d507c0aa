namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests several tasks in one method, whose fixes use the same new <c>CancellationTokenSource</c>.</summary>
public class SharedSourceTests
{
    [Fact]
    public Task Starts_Share_One_Source() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine(1);
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Console.WriteLine(2);
                while (true)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10, token);
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine(1);
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Console.WriteLine(2);
                    while (true)
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        await Task.Delay(10, token);
                    }
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine(1);
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Console.WriteLine(2);
                    while (true)
                    {
                        _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                        await Task.Delay(10, token);
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
    public Task Starts_Without_A_Token_Share_One_Source() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:PumpAsync|}(parent);
                _ = {|LEAK001:PumpAsync|}(parent);
                await Task.Delay(10);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = PumpAsync(parent, scopeToken);
                    _ = PumpAsync(parent, scopeToken);
                    await Task.Delay(10);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = PumpAsync(parent, scopeToken);
                    _ = {|LEAK001:PumpAsync|}(parent);
                    await Task.Delay(10);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);
        }
        """);

    [Fact]
    public Task Start_Beside_A_Source_Of_The_Scope_Gets_Its_Token() => VerifyFix.Passes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10, token);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, token);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Starts_With_Different_Tokens_In_Reach_Get_Different_Sources() => VerifyFix.LinksAll(
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
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
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
                finally
                {
                    await scopeCts.CancelAsync();
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
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    CancellationToken stopping = lifetime.Stopping;
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10, stopping);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }
        }
        """);
}
