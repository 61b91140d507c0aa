namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests the fix that adds a linked <c>CancellationTokenSource</c>, for reports in several functions.</summary>
public class ManyScopesTests
{
    [Fact]
    public Task Nested_Scopes_Get_Their_Own_Sources() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Func<Task> inner = async () =>
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                };
                await inner();
                await LocalAsync();

                async Task LocalAsync()
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                }
            }
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
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    Func<Task> inner = async () =>
                    {
                        using var scopeCts2 = new CancellationTokenSource();
                        CancellationToken scopeToken2 = scopeCts2.Token;
                        try
                        {
                            _ = Task.Run(async () => await parent.ReadAsync(scopeToken2));
                            await Task.Delay(10);
                        }
                        finally
                        {
                            await scopeCts2.CancelAsync();
                        }
                    };
                    await inner();
                    await LocalAsync();
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }

                async Task LocalAsync()
                {
                    using var scopeCts3 = new CancellationTokenSource();
                    CancellationToken scopeToken3 = scopeCts3.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken3));
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await scopeCts3.CancelAsync();
                    }
                }
            }
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
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    Func<Task> inner = async () =>
                    {
                        using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(scopeToken);
                        CancellationToken linkedToken = linkedCts.Token;
                        try
                        {
                            _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                            await Task.Delay(10);
                        }
                        finally
                        {
                            await linkedCts.CancelAsync();
                        }
                    };
                    await inner();
                    await LocalAsync();
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }

                async Task LocalAsync()
                {
                    using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(scopeToken);
                    CancellationToken linkedToken2 = linkedCts2.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken2));
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await linkedCts2.CancelAsync();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Start_In_The_Work_Of_A_Start_Gets_Its_Own_Source() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await parent.ReadAsync();
                });
                await Task.Delay(10);
            }
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
                    _ = Task.Run(async () =>
                    {
                        using var scopeCts2 = new CancellationTokenSource();
                        CancellationToken scopeToken2 = scopeCts2.Token;
                        try
                        {
                            _ = Task.Run(async () => await parent.ReadAsync(scopeToken2));
                            await parent.ReadAsync(scopeToken);
                        }
                        finally
                        {
                            await scopeCts2.CancelAsync();
                        }
                    });
                    await Task.Delay(10);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }
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
                    _ = Task.Run(async () =>
                    {
                        using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(scopeToken);
                        CancellationToken linkedToken = linkedCts.Token;
                        try
                        {
                            _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                            await parent.ReadAsync(scopeToken);
                        }
                        finally
                        {
                            await linkedCts.CancelAsync();
                        }
                    });
                    await Task.Delay(10);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Scopes_Of_One_File_Get_Their_Own_Sources() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }

            public static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
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
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            public static void Export(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Files_Get_Their_Own_Sources() => VerifyFix.LinksIn(
        [
            """
            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10, token);
                }
            }
            """,
            """
            static class D
            {
                public static void Export(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    Task.Delay(10, token).Wait();
                }
            }
            """,
            """
            static class E
            {
                public static void Export() => C.ExportAsync(Channel.CreateUnbounded<int>().Reader, default).Wait();
            }
            """,
        ],
        [
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
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
            """,
            """
            static class D
            {
                public static void Export(ChannelReader<int> parent, CancellationToken token)
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
            """,
            """
            static class E
            {
                public static void Export() => C.ExportAsync(Channel.CreateUnbounded<int>().Reader, default).Wait();
            }
            """,
        ]);
}
