using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.Dispose;

/// <summary>LEAK007: tests the fix that disposes the linked <c>CancellationTokenSource</c> of a local with a <c>using</c> declaration.</summary>
[OnOldestRoslyn]
public class UndisposedSourceTests
{
    [Fact]
    public Task Local_That_Nobody_Disposes() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                // Either.
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a, b); // both
                cts.CancelAfter(1000);
                await parent.ReadAsync(cts.Token);
            }

            public static void Export(BlockingCollection<int> parent, CancellationToken a)
            {
                CancellationTokenSource {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                parent.TryTake(out _, 10, cts.Token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                // Either.
                using var cts = CancellationTokenSource.CreateLinkedTokenSource(a, b); // both
                cts.CancelAfter(1000);
                await parent.ReadAsync(cts.Token);
            }

            public static void Export(BlockingCollection<int> parent, CancellationToken a)
            {
                using CancellationTokenSource cts = CancellationTokenSource.CreateLinkedTokenSource(a);
                parent.TryTake(out _, 10, cts.Token);
            }
        }
        """);

    [Fact]
    public Task Local_That_Some_Path_Disposes() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                while (await parent.WaitToReadAsync(a))
                {
                    var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    CancellationToken both = cts.Token;
                    Task<int> read = parent.ReadAsync(both).AsTask();
                    if (read.IsCompleted)
                    {
                        return await read;
                    }

                    await read;
                    cts.Dispose();
                }

                return 0;
            }
        }
        """,
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                while (await parent.WaitToReadAsync(a))
                {
                    using var cts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    CancellationToken both = cts.Token;
                    Task<int> read = parent.ReadAsync(both).AsTask();
                    if (read.IsCompleted)
                    {
                        return await read;
                    }

                    await read;
                    cts.Dispose();
                }

                return 0;
            }
        }
        """);

    [Fact]
    public Task Source_That_Is_Cancelled_Ends_All_That_Has_Its_Token() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task<bool> ExportAsync(ChannelReader<int> parent, CancellationToken a)
            {
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                try
                {
                    Task<bool> wait = parent.WaitToReadAsync(cts.Token).AsTask();
                    return await Task.WhenAny(wait, Task.Delay(1000, cts.Token)) == wait;
                }
                finally
                {
                    cts.Cancel();
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task<bool> ExportAsync(ChannelReader<int> parent, CancellationToken a)
            {
                using var cts = CancellationTokenSource.CreateLinkedTokenSource(a);
                try
                {
                    Task<bool> wait = parent.WaitToReadAsync(cts.Token).AsTask();
                    return await Task.WhenAny(wait, Task.Delay(1000, cts.Token)) == wait;
                }
                finally
                {
                    cts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Local_In_A_Section_Of_A_Switch_And_In_Braces_At_The_End_Of_The_Line() => VerifyFix.Disposes(
        """
        static class C {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, int kind) {
                switch (kind) {
                    case 1:
                        var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a); // one
                        await parent.ReadAsync(cts.Token);

                        break;
                }
            }
        }
        """,
        """
        static class C {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, int kind) {
                switch (kind) {
                    case 1:
                        using (var cts = CancellationTokenSource.CreateLinkedTokenSource(a)) { // one
                            await parent.ReadAsync(cts.Token);

                            break;
                        }
                }
            }
        }
        """);

    [Fact]
    public Task Language_Without_Using_Declarations() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a, b); // both
                var {|LEAK007:more|} = CancellationTokenSource.CreateLinkedTokenSource(cts.Token, b);

                // Read.
                await parent.ReadAsync(more.Token);
        #if DEBUG
                Console.WriteLine(@"
        read");
        #endif
                // Done.
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                using (var cts = CancellationTokenSource.CreateLinkedTokenSource(a, b)) // both
                {
                    using (var more = CancellationTokenSource.CreateLinkedTokenSource(cts.Token, b))
                    {

                        // Read.
                        await parent.ReadAsync(more.Token);
        #if DEBUG
                Console.WriteLine(@"
        read");
        #endif
                        // Done.
                    }
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task All_In_Several_Files() => VerifyFix.DisposesIn(
        [
            """
            partial class C
            {
                public async Task ReadAsync(ChannelReader<int> parent, CancellationToken a)
                {
                    var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                    await parent.ReadAsync(cts.Token);
                }
            }
            """,
            """
            partial class C
            {
                public async Task ReadMoreAsync(ChannelReader<int> parent, CancellationToken a)
                {
                    await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|}.Token);
                }
            }
            """,
        ],
        [
            """
            partial class C
            {
                public async Task ReadAsync(ChannelReader<int> parent, CancellationToken a)
                {
                    using var cts = CancellationTokenSource.CreateLinkedTokenSource(a);
                    await parent.ReadAsync(cts.Token);
                }
            }
            """,
            """
            partial class C
            {
                public async Task ReadMoreAsync(ChannelReader<int> parent, CancellationToken a)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a);
                    await parent.ReadAsync(linkedCts.Token);
                }
            }
            """,
        ]);
}
