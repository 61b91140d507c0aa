namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests that a fix doesn't change comments, blank lines or strings.</summary>
public class CommentTests
{
    [Fact]
    public Task Comments_Stay_Where_They_Are() => VerifyFix.Links(
        """
        static class C
        {
            // A method.
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token) // here
            { // begins
                Console.WriteLine(); // first

                // Far from the start.

                // Starts.
                /* Really. */ _ = {|LEAK001:Task.Run|}(async () => // work
                {
                    // waits
                    await parent.ReadAsync( /* for nothing */ ); // waited
                }); // started
                await Task.Delay(10, token); // worked
                // The end.
            } // ends
        }
        """,
        """
        static class C
        {
            // A method.
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token) // here
            { // begins
                Console.WriteLine(); // first

                // Far from the start.

                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    // Starts.
                    /* Really. */ _ = Task.Run(async () => // work
                    {
                        // waits
                        await parent.ReadAsync(linkedToken /* for nothing */ ); // waited
                    }); // started
                    await Task.Delay(10, token); // worked
                    // The end.
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            } // ends
        }
        """);

    [Fact]
    public Task Blank_Lines_And_Long_Strings_Are_Left_Alone() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());

                Console.WriteLine(@"first
            second
        third");

                Console.WriteLine($@"first {
                    parent.Count}
            second");

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

                    Console.WriteLine(@"first
            second
        third");

                    Console.WriteLine($@"first {
                    parent.Count}
            second");

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
    public Task Raw_Strings_Are_Left_Alone() => VerifyFix.Links(
        """"
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Console.WriteLine("""
                    first
                      second
                    """);
                await Task.Delay(10, token);
            }
        }
        """",
        """"
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Console.WriteLine("""
                    first
                      second
                    """);
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """");
}
