using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests fixes that pass a token through async iterators, and to endless loops in called methods.</summary>
public class RelayedSequenceTests
{
    [Fact]
    public Task Async_Iterator_Gains_The_Token_Of_Its_Enumeration() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:Task.Run|}(async () =>
            {
                await foreach (int item in ItemsAsync(parent))
                {
                    Console.WriteLine(item);
                }
            });

            private static async IAsyncEnumerable<int> ItemsAsync(ChannelReader<int> source)
            {
                await foreach (int item in source.ReadAllAsync())
                {
                    yield return item;
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = Task.Run(async () =>
            {
                await foreach (int item in ItemsAsync(parent, token))
                {
                    Console.WriteLine(item);
                }
            });

            private static async IAsyncEnumerable<int> ItemsAsync(ChannelReader<int> source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                await foreach (int item in source.ReadAllAsync(cancellationToken))
                {
                    yield return item;
                }
            }
        }
        """);

    [Fact]
    public Task Async_Iterator_That_Has_Its_Token_Is_Given_One_In_The_Way_It_Is_Enumerated() => VerifyFix.Passes(
        """
        using System.Runtime.CompilerServices;

        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:RunAsync|}(parent);

            private static async Task RunAsync(ChannelReader<int> source)
            {
                await foreach (int item in ItemsAsync(source).ConfigureAwait(false))
                {
                    Console.WriteLine(item);
                }
            }

            private static async IAsyncEnumerable<int> ItemsAsync(ChannelReader<int> source, [EnumeratorCancellation] CancellationToken stop = default)
            {
                while (await source.WaitToReadAsync(stop))
                {
                    yield return await source.ReadAsync(stop);
                }
            }
        }
        """,
        """
        using System.Runtime.CompilerServices;

        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = RunAsync(parent, token);

            private static async Task RunAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                await foreach (int item in ItemsAsync(source, cancellationToken).ConfigureAwait(false))
                {
                    Console.WriteLine(item);
                }
            }

            private static async IAsyncEnumerable<int> ItemsAsync(ChannelReader<int> source, [EnumeratorCancellation] CancellationToken stop = default)
            {
                while (await source.WaitToReadAsync(stop))
                {
                    yield return await source.ReadAsync(stop);
                }
            }
        }
        """);

    [Fact]
    public Task Sequence_That_Is_Handed_On_Needs_No_Attribute() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:RunAsync|}(parent);

            private static async Task RunAsync(ChannelReader<int> source)
            {
                await foreach (int item in ItemsAsync(source))
                {
                    Console.WriteLine(item);
                }
            }

            private static IAsyncEnumerable<int> ItemsAsync(ChannelReader<int> source) => source.ReadAllAsync();
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = RunAsync(parent, token);

            private static async Task RunAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                await foreach (int item in ItemsAsync(source, cancellationToken))
                {
                    Console.WriteLine(item);
                }
            }

            private static IAsyncEnumerable<int> ItemsAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => source.ReadAllAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Sequence_That_Takes_No_Token_Is_Enumerated_With_It() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(Feed feed, CancellationToken token) => _ = {|LEAK001:RunAsync|}(feed);

            private static async Task RunAsync(Feed feed)
            {
                await foreach (int item in feed.Items())
                {
                    Console.WriteLine(item);
                }
            }
        }

        abstract class Feed
        {
            public abstract IAsyncEnumerable<int> Items();
        }
        """,
        """
        static class C
        {
            public static void Start(Feed feed, CancellationToken token) => _ = RunAsync(feed, token);

            private static async Task RunAsync(Feed feed, CancellationToken cancellationToken = default)
            {
                await foreach (int item in feed.Items().WithCancellation(cancellationToken))
                {
                    Console.WriteLine(item);
                }
            }
        }

        abstract class Feed
        {
            public abstract IAsyncEnumerable<int> Items();
        }
        """,
        Setup.Default with { EditorConfig = "leak_analyzer.open_ended_waits = M:Feed.Items" });

    [Fact]
    public Task Endless_Loop_Of_A_Called_Method_Ends_With_The_Token() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(CancellationToken token) => _ = {|LEAK004:BeatAsync|}();

            private static async Task BeatAsync()
            {
                while (true)
                {
                    await Task.Delay(1000);
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(CancellationToken token) => _ = BeatAsync(token);

            private static async Task BeatAsync(CancellationToken cancellationToken = default)
            {
                while (!cancellationToken.IsCancellationRequested)
                {
                    await Task.Delay(1000, cancellationToken);
                }
            }
        }
        """);

    [Fact]
    public Task Endless_Loop_Of_A_Called_Method_Ends_With_The_Scope() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK004:Task.Run|}(() => Beat(1));
                await Task.Delay(10, token);
            }

            private static void Beat(int seconds)
            {
                for (; ; )
                {
                    Thread.Sleep(seconds);
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(() => Beat(1, linkedToken));
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            private static void Beat(int seconds, CancellationToken cancellationToken = default)
            {
                for (; !cancellationToken.IsCancellationRequested; )
                {
                    Thread.Sleep(seconds);
                }
            }
        }
        """);

    [Fact]
    public Task Endless_Loop_Of_A_Method_That_Gives_A_Value_Is_Left_Alone() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(CancellationToken token) => _ = {|LEAK004:BeatAsync|}();

            private static async Task<int> BeatAsync()
            {
                while (true)
                {
                    Thread.Sleep(1000);
                }
            }
        }
        """);

    [Fact]
    public Task Loop_Of_A_Called_Method_That_Takes_Cancellation_Is_Told_The_Token() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            private static async Task PumpAsync(ChannelReader<int> source)
            {
                while (true)
                {
                    try
                    {
                        await source.ReadAsync();
                    }
                    catch (Exception e)
                    {
                        Console.WriteLine(e);
                    }
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, token);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                while (!cancellationToken.IsCancellationRequested)
                {
                    try
                    {
                        await source.ReadAsync(cancellationToken);
                    }
                    catch (Exception e)
                    {
                        Console.WriteLine(e);
                    }
                }
            }
        }
        """);

    [Fact]
    [OnOldestRoslyn]
    public Task Old_Language_Writes_The_Default_In_Full() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => PumpLater(parent, token);

            private static void PumpLater(ChannelReader<int> parent, CancellationToken token)
            {
                var pump = {|LEAK001:PumpAsync|}(parent);
            }

            private static async Task PumpAsync(ChannelReader<int> source)
            {
                await source.ReadAsync();
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => PumpLater(parent, token);

            private static void PumpLater(ChannelReader<int> parent, CancellationToken token)
            {
                var pump = PumpAsync(parent, token);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default(CancellationToken))
            {
                await source.ReadAsync(cancellationToken);
            }
        }
        """,
        Setup.Default with { Language = LanguageVersion.CSharp7 });
}
