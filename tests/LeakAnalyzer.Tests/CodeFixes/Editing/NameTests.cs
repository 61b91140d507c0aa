namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests the names in the code of a fix: new variables don't clash with other names, and types are named as the file can name them.</summary>
public class NameTests
{
    [Fact]
    public Task Name_Of_An_Argument_Is_Free() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(millisecondsDelay: 10, cancellationToken: default);
                await PumpAsync(linkedToken: 1, scopeToken: 2);
            }

            private static Task PumpAsync(int linkedToken, int scopeToken) => Task.Delay(linkedToken + scopeToken);
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(millisecondsDelay: 10, cancellationToken: default);
                    await PumpAsync(linkedToken: 1, scopeToken: 2);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            private static Task PumpAsync(int linkedToken, int scopeToken) => Task.Delay(linkedToken + scopeToken);
        }
        """);

    [Fact]
    public Task Taken_Names_Get_A_Number() => VerifyFix.Links(
        """
        class C
        {
            private readonly int linkedToken2 = 1;

            public async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                int linkedCts = linkedToken2;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(linkedCts, token);
            }

            public async Task ParameterAsync(ChannelReader<int> parent, CancellationToken token, int linkedToken)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(linkedToken, token);
            }

            public async Task LambdaAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Func<int, int> twice = linkedCts => linkedCts + linkedCts;
                await Task.Delay(twice(1), token);
            }

            public async Task NestedAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                foreach (int linkedToken in new[] { 1, 2 })
                {
                    await Task.Delay(linkedToken, token);
                }
            }
        }
        """,
        """
        class C
        {
            private readonly int linkedToken2 = 1;

            public async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                int linkedCts = linkedToken2;
                using var linkedCts3 = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken3 = linkedCts3.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken3));
                    await Task.Delay(linkedCts, token);
                }
                finally
                {
                    await linkedCts3.CancelAsync();
                }
            }

            public async Task ParameterAsync(ChannelReader<int> parent, CancellationToken token, int linkedToken)
            {
                using var linkedCts3 = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken3 = linkedCts3.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken3));
                    await Task.Delay(linkedToken, token);
                }
                finally
                {
                    await linkedCts3.CancelAsync();
                }
            }

            public async Task LambdaAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts3 = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken3 = linkedCts3.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken3));
                    Func<int, int> twice = linkedCts => linkedCts + linkedCts;
                    await Task.Delay(twice(1), token);
                }
                finally
                {
                    await linkedCts3.CancelAsync();
                }
            }

            public async Task NestedAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts3 = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken3 = linkedCts3.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken3));
                    foreach (int linkedToken in new[] { 1, 2 })
                    {
                        await Task.Delay(linkedToken, token);
                    }
                }
                finally
                {
                    await linkedCts3.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Own_Types_Of_The_Same_Names_Leave_The_Full_Names() => VerifyFix.Links(
        """
        namespace Mine
        {
            class CancellationTokenSource { }

            class CancellationToken { }

            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, System.Threading.CancellationToken token)
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
        }
        """,
        """
        namespace Mine
        {
            class CancellationTokenSource { }

            class CancellationToken { }

            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, System.Threading.CancellationToken token)
                {
                    using var linkedCts = System.Threading.CancellationTokenSource.CreateLinkedTokenSource(token);
                    System.Threading.CancellationToken linkedToken = linkedCts.Token;
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
                    using var scopeCts = new System.Threading.CancellationTokenSource();
                    System.Threading.CancellationToken scopeToken = scopeCts.Token;
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
        }
        """);

    [Fact]
    public Task Own_Namespace_System_Leaves_The_Global_Names() => VerifyFix.Links(
        """
        namespace Mine.System
        {
            class CancellationTokenSource { }

            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10, token);
                }
            }
        }
        """,
        """
        namespace Mine.System
        {
            class CancellationTokenSource { }

            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    using var linkedCts = global::System.Threading.CancellationTokenSource.CreateLinkedTokenSource(token);
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
        }
        """);

    [Fact]
    public Task Property_Of_The_Same_Name_Leaves_The_Full_Name() => VerifyFix.Links(
        """
        class C
        {
            public CancellationToken CancellationToken { get; set; }

            public string CancellationTokenSource { get; set; } = "";

            public async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, CancellationToken);
            }
        }
        """,
        """
        class C
        {
            public CancellationToken CancellationToken { get; set; }

            public string CancellationTokenSource { get; set; } = "";

            public async Task ExportAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new System.Threading.CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    await Task.Delay(10, CancellationToken);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }
        }
        """);
}
