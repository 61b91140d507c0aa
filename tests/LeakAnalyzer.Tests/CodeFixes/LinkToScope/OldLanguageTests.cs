using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests fixes for language versions without <c>using</c> declarations, and for frameworks without <c>CancelAsync</c>.</summary>
[OnOldestRoslyn]
public class OldLanguageTests
{
    [Fact]
    public Task Several_Starts_Share_A_Using_Statement() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static int Export(ChannelReader<int> parent)
            {
                Console.WriteLine();
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                _ = {|LEAK001:PumpAsync|}();
                Thread.Sleep(10);
                return 1;

                async Task PumpAsync()
                {
                    await parent.ReadAsync();
                }
            }
        }
        """,
        """
        static class C
        {
            public static int Export(ChannelReader<int> parent)
            {
                Console.WriteLine();
                using (var scopeCts = new CancellationTokenSource())
                {
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        _ = PumpAsync();
                        Thread.Sleep(10);
                        return 1;

                        async Task PumpAsync()
                        {
                            await parent.ReadAsync(scopeToken);
                        }
                    }
                    finally
                    {
                        scopeCts.Cancel();
                    }
                }
            }
        }
        """,
        """
        static class C
        {
            public static int Export(ChannelReader<int> parent)
            {
                Console.WriteLine();
                using (var scopeCts = new CancellationTokenSource())
                {
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        _ = {|LEAK001:PumpAsync|}();
                        Thread.Sleep(10);
                        return 1;

                        async Task PumpAsync()
                        {
                            await parent.ReadAsync();
                        }
                    }
                    finally
                    {
                        scopeCts.Cancel();
                    }
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Block_On_One_Line_Gets_A_Using_Statement() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent) { _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync()); Thread.Sleep(10); }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                using (var scopeCts = new CancellationTokenSource())
                {
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
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Expression_Body_Gets_A_Using_Statement() => VerifyFix.Links(
        """
        static class C
        {
            private static readonly string s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent, CancellationToken token) =>
                {|LEAK001:PumpAsync|}(parent).Forget(s_name ?? Console.ReadLine());

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static void Forget(this Task task, string name) => Console.WriteLine(name);
        }
        """,
        """
        static class C
        {
            private static readonly string s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        PumpAsync(parent, linkedToken).Forget(s_name ?? Console.ReadLine());
                    }
                    finally
                    {
                        linkedCts.Cancel();
                    }
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static void Forget(this Task task, string name) => Console.WriteLine(name);
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Async_Lambda_And_Iterator_Get_A_Using_Statement() => VerifyFix.Links(
        """
        class C
        {
            public Func<ChannelReader<int>, Task> Lambda { get; } = async parent =>
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10).ConfigureAwait(false);
            };

            public IEnumerable<int> Read(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                for (int i = 0; i < 10; i++)
                {
                    yield return i;
                }
            }
        }
        """,
        """
        class C
        {
            public Func<ChannelReader<int>, Task> Lambda { get; } = async parent =>
            {
                using (var scopeCts = new CancellationTokenSource())
                {
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        await Task.Delay(10).ConfigureAwait(false);
                    }
                    finally
                    {
                        scopeCts.Cancel();
                    }
                }
            };

            public IEnumerable<int> Read(ChannelReader<int> parent, CancellationToken token)
            {
                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        for (int i = 0; i < 10; i++)
                        {
                            yield return i;
                        }
                    }
                    finally
                    {
                        linkedCts.Cancel();
                    }
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Jump_Goes_Into_The_Using_Statement() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                int count = 0;
            again:
                count++;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
                if (count < 3)
                {
                    goto again;
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                int count = 0;
                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                    again:
                        count++;
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        await Task.Delay(10, token);
                        if (count < 3)
                        {
                            goto again;
                        }
                    }
                    finally
                    {
                        linkedCts.Cancel();
                    }
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });
}
