using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests that the code of a fix has the layout of the code around it: indentation, line breaks, braces and comments.</summary>
[OnOldestRoslyn]
public class LayoutTests
{
    [Fact]
    public Task Tabs_Are_Kept() => VerifyFix.Links(
        """
        static class C
        {
        	public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
        	{
        		_ = {|LEAK001:Task.Run|}(async () =>
        		{
        			await parent.ReadAsync();
        		});
        		await Task.Delay(10, token);
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
        			_ = Task.Run(async () =>
        			{
        				await parent.ReadAsync(linkedToken);
        			});
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
    public Task Two_Spaces_Are_Kept() => VerifyFix.Links(
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
        """);

    [Fact]
    public Task Line_Ends_Are_Kept() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(
                ChannelReader<int> parent,
                CancellationToken token)
            {
                // Listens.
                _ = {|LEAK001:PumpAsync|}(
                    parent);
                /* Works,
                   and works. */
                await Task.Delay(10, token);

                async Task PumpAsync(
                    ChannelReader<int> source,
                    CancellationToken stop = default)
                {
                    await source.ReadAsync(stop);
                }
            }
        }
        """.ReplaceLineEndings("\r\n"),
        """
        static class C
        {
            public static async Task ExportAsync(
                ChannelReader<int> parent,
                CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    // Listens.
                    _ = PumpAsync(
                        parent,
                        linkedToken);
                    /* Works,
                       and works. */
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }

                async Task PumpAsync(
                    ChannelReader<int> source,
                    CancellationToken stop = default)
                {
                    await source.ReadAsync(stop);
                }
            }
        }
        """.ReplaceLineEndings("\r\n"));

    [Fact]
    public Task Braces_On_The_Same_Line_Are_Kept() => VerifyFix.Links(
        """
        static class C {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token) {
                _ = {|LEAK001:Task.Run|}(async () => {
                    await parent.ReadAsync();
                });
                if (token.IsCancellationRequested) {
                    return;
                } else {
                    await Task.Delay(10, token);
                }
            }
        }
        """,
        """
        static class C {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token) {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try {
                    _ = Task.Run(async () => {
                        await parent.ReadAsync(linkedToken);
                    });
                    if (token.IsCancellationRequested) {
                        return;
                    } else {
                        await Task.Delay(10, token);
                    }
                } finally {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Braces_On_The_Same_Line_Are_Kept_In_An_Old_Language() => VerifyFix.Links(
        """
        static class C {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token) {
                _ = {|LEAK001:Task.Run|}(async () => {
                    await parent.ReadAsync();
                });
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token) {
                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token)) {
                    CancellationToken linkedToken = linkedCts.Token;
                    try {
                        _ = Task.Run(async () => {
                            await parent.ReadAsync(linkedToken);
                        });
                        await Task.Delay(10, token);
                    } finally {
                        linkedCts.Cancel();
                    }
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Block_On_One_Line_Is_Laid_Out() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token) { Console.WriteLine(); _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync()); Task.Delay(10, token).Wait(); }

            public static Func<Task> Exporter(ChannelReader<int> parent, CancellationToken token) =>
                async () => { _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync()); await Task.Delay(10, token); };
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine();
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

            public static Func<Task> Exporter(ChannelReader<int> parent, CancellationToken token) =>
                async () =>
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
                };
        }
        """);

    [Fact]
    public Task Statements_On_One_Line_Are_Parted() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine(); _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Task.Delay(10, token).Wait();
            }

            public static void ExportTwice(ChannelReader<int> parent, CancellationToken token)
            {   _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Task.Delay(10, token).Wait(); }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine();
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

            public static void ExportTwice(ChannelReader<int> parent, CancellationToken token)
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
    public Task Lambda_In_A_Call_Is_Indented_As_The_Call() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                await RunAsync(
                    "name",
                    async token =>
                    {
                        _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                        await Task.Delay(10, token);
                    });
            }

            private static Task RunAsync(string name, Func<CancellationToken, Task> work) => work(default);
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                await RunAsync(
                    "name",
                    async token =>
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
                    });
            }

            private static Task RunAsync(string name, Func<CancellationToken, Task> work) => work(default);
        }
        """);
}
