namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests which local functions a fix moves into its <c>try</c> block, and which stay outside.</summary>
public class LocalFunctionTests
{
    [Fact]
    public Task Local_Functions_At_The_End_Stay_Outside() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                int count = 0;
                _ = {|LEAK001:Task.Run|}(() => PumpAsync());
                await Task.Delay(10, token);
                Count();

                // Waits.
                async Task PumpAsync()
                {
                    await parent.ReadAsync();
                }

                void Count() => count++;
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
                    _ = Task.Run(() => PumpAsync());
                    await Task.Delay(10, token);
                    Count();
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }

                // Waits.
                async Task PumpAsync()
                {
                    await parent.ReadAsync(linkedToken);
                }

                void Count() => count++;
            }
        }
        """);

    [Fact]
    public Task Local_Function_That_Uses_A_Local_Of_The_Try_Goes_Into_It() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                int count = 0;
                await Task.Delay(10, token);
                Count();

                void Count() => count++;
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
                    int count = 0;
                    await Task.Delay(10, token);
                    Count();

                    void Count() => count++;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Statement_That_Calls_A_Local_Function_Of_The_Try_Goes_Into_It() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine();
                Count();
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                int count = 0;
                await Task.Delay(10, token);
                Console.WriteLine(count);

                void Count() => Console.WriteLine();
                Count();
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
                    Count();
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    int count = 0;
                    await Task.Delay(10, token);
                    Console.WriteLine(count);

                    void Count() => Console.WriteLine();
                    Count();
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Local_Function_Before_That_Waits_Goes_Into_The_Try() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine();

                // Waits.
                async Task PumpAsync()
                {
                    await parent.ReadAsync();
                }

                Console.WriteLine();
                _ = {|LEAK001:PumpAsync|}();
                await Task.Delay(10, token);
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
                    // Waits.
                    async Task PumpAsync()
                    {
                        await parent.ReadAsync(linkedToken);
                    }

                    Console.WriteLine();
                    _ = PumpAsync();
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
    public Task Local_Of_The_Work_Is_Declared_Before() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                int count = 0;
                Func<Task> work = async () =>
                {
                    await parent.ReadAsync();
                    count++;
                };
                Console.WriteLine(count);
                _ = {|LEAK001:Task.Run|}(work);
                await Task.Delay(10, token);
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
                    Func<Task> work = async () =>
                    {
                        await parent.ReadAsync(linkedToken);
                        count++;
                    };
                    Console.WriteLine(count);
                    _ = Task.Run(work);
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
