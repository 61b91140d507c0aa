namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests <c>goto</c> and other jumps into, out of and over the <c>try</c> block that a fix adds.</summary>
public class JumpTests
{
    [Fact]
    public Task Jump_Back_Over_The_Start_Begins_Again_In_The_Try() => VerifyFix.Links(
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
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
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
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Jump_Over_The_Start_Begins_In_The_Try() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, bool listen, CancellationToken token)
            {
                Console.WriteLine();
                if (!listen)
                {
                    goto end;
                }

                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            end:
                Console.WriteLine();
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, bool listen, CancellationToken token)
            {
                Console.WriteLine();
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    if (!listen)
                    {
                        goto end;
                    }

                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, token);
                end:
                    Console.WriteLine();
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Start_After_A_Label_Goes_Into_The_Try_With_It() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                int count = 0;
            again:
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
                if (count++ < 3)
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
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                again:
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, token);
                    if (count++ < 3)
                    {
                        goto again;
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
    public Task Jump_Among_The_Statements_Of_The_Try_Stays() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine();
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
            again:
                await Task.Delay(10, token);
                if (!token.IsCancellationRequested)
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
                Console.WriteLine();
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                again:
                    await Task.Delay(10, token);
                    if (!token.IsCancellationRequested)
                    {
                        goto again;
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
    public Task Endless_Loop_Is_Wrapped() => VerifyFix.Links(
        """
        static class C
        {
            public static int Export(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                while (true)
                {
                    token.ThrowIfCancellationRequested();
                    Thread.Sleep(10);
                }
            }
        }
        """,
        """
        static class C
        {
            public static int Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    while (true)
                    {
                        token.ThrowIfCancellationRequested();
                        Thread.Sleep(10);
                    }
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);
}
