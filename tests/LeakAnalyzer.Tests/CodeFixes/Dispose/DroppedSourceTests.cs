using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.Dispose;

/// <summary>LEAK007: tests the fix that puts a linked <c>CancellationTokenSource</c> which no variable holds into a new local.</summary>
public class DroppedSourceTests
{
    [Fact]
    public Task Argument_Of_An_Awaited_Call() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                Console.WriteLine();

                // The next item.
                int item = await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token).ConfigureAwait(false); // or none
                Console.WriteLine(item);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                Console.WriteLine();

                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                // The next item.
                int item = await parent.ReadAsync(linkedCts.Token).ConfigureAwait(false); // or none
                Console.WriteLine(item);
            }
        }
        """);

    [Theory]
    [InlineData("int item = READ switch { 1 => 2, var other => other };")]
    [InlineData("int item = READ > 1 ? 1 : 2;")]
    [InlineData("int item = -READ;")]
    [InlineData("int item = READ + 1;")]
    [InlineData("bool isMore = READ > 1 && b.CanBeCanceled;")]
    [InlineData("bool isOne = READ is 1;")]
    [InlineData("int[] items = new[] { READ };")]
    [InlineData("int[] items = [READ];")]
    [InlineData("Console.WriteLine((1, READ));")]
    [InlineData("var items = new List<int>(READ);")]
    [InlineData("long item = (long)(READ);")]
    [InlineData("foreach (int item in new[] { READ }) { }")]
    [InlineData("if (READ == 1) { }")]
    [InlineData("switch (READ) { case 1: break; }")]
    [InlineData("string? item = (READ).ToString()?.Trim();")]
    public Task What_Evaluates_The_Call_Once_Comes_Behind_The_Source(string statement)
    {
        string code = $$"""
            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
                {
                    {{statement.Replace("READ", "await parent.ReadAsync(SOURCE.Token)", StringComparison.Ordinal)}}
                }
            }
            """;
        string made = code.Replace("SOURCE", "linkedCts", StringComparison.Ordinal);
        int start = made.IndexOf("        " + statement[..2], StringComparison.Ordinal);
        return VerifyFix.Disposes(
            code.Replace("SOURCE", "{|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}", StringComparison.Ordinal),
            made.Insert(start, "        using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);\n"));
    }

    [Fact]
    public Task Wait_On_The_Handle_Of_The_Token() => VerifyFix.Disposes(
        """
        static class C
        {
            public static void Export(CancellationToken a, CancellationToken b)
            {
                {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token.WaitHandle.WaitOne();
            }
        }
        """,
        """
        static class C
        {
            public static void Export(CancellationToken a, CancellationToken b)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                linkedCts.Token.WaitHandle.WaitOne();
            }
        }
        """);

    [Fact]
    public Task Object_That_A_Loop_Reads_To_Its_End() => VerifyFix.Disposes(
        """
        static class C
        {
            public static void Export(CancellationToken a, CancellationToken b)
            {
                foreach (int item in new Items({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token))
                {
                    Console.WriteLine(item);
                }
            }

            private sealed class Items(CancellationToken stop) : List<int>
            {
                public bool IsStopped => stop.IsCancellationRequested;
            }
        }
        """,
        """
        static class C
        {
            public static void Export(CancellationToken a, CancellationToken b)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                foreach (int item in new Items(linkedCts.Token))
                {
                    Console.WriteLine(item);
                }
            }

            private sealed class Items(CancellationToken stop) : List<int>
            {
                public bool IsStopped => stop.IsCancellationRequested;
            }
        }
        """);

    [Fact]
    public Task Handle_Of_The_Token_That_Others_Get() => VerifyFix.DoesNotDispose(
        """
        static class C
        {
            public static WaitHandle Export(CancellationToken a, CancellationToken b) =>
                {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token.WaitHandle;
        }
        """);

    [Fact]
    public Task Local_And_Parameter_That_Hold_The_Token() => VerifyFix.Disposes(
        """
        class C
        {
            private readonly CancellationToken _stopping;

            public C(CancellationToken stopping) => _stopping = stopping;

            public async Task ReadAsync(ChannelReader<int> parent, CancellationToken token)
            {
                token = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(token, _stopping)|}.Token;
                await parent.ReadAsync(token);
                token.ThrowIfCancellationRequested();
            }

            public async Task WriteAsync(ChannelWriter<int> child, CancellationToken token)
            {
                var both = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(token, _stopping)|}.Token;
                await Task.WhenAll(Enumerable.Range(0, 3).Select(async item => await child.WriteAsync(item, both)));
                var rest = Task.Run(() => Send(child, both), both);
                await rest;
                Send(child, both);

                static void Send(ChannelWriter<int> child, CancellationToken stop)
                {
                    stop.ThrowIfCancellationRequested();
                    child.TryWrite(1);
                }
            }
        }
        """,
        """
        class C
        {
            private readonly CancellationToken _stopping;

            public C(CancellationToken stopping) => _stopping = stopping;

            public async Task ReadAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token, _stopping);
                token = linkedCts.Token;
                await parent.ReadAsync(token);
                token.ThrowIfCancellationRequested();
            }

            public async Task WriteAsync(ChannelWriter<int> child, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token, _stopping);
                var both = linkedCts.Token;
                await Task.WhenAll(Enumerable.Range(0, 3).Select(async item => await child.WriteAsync(item, both)));
                var rest = Task.Run(() => Send(child, both), both);
                await rest;
                Send(child, both);

                static void Send(ChannelWriter<int> child, CancellationToken stop)
                {
                    stop.ThrowIfCancellationRequested();
                    child.TryWrite(1);
                }
            }
        }
        """);

    [Fact]
    public Task Statement_That_Drops_The_Source() => VerifyFix.Disposes(
        """
        static class C
        {
            public static void Export(BlockingCollection<int> parent, CancellationToken a)
            {
                // Dropped.
                {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|}; // here
                parent.Take(a);
                _ = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|};
            }
        }
        """,
        """
        static class C
        {
            public static void Export(BlockingCollection<int> parent, CancellationToken a)
            {
                // Dropped.
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a); // here
                parent.Take(a);
                using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(a);
            }
        }
        """);

    [Fact]
    [OnOldestRoslyn]
    public Task Statement_That_Drops_The_Source_In_A_Language_Without_Using_Declarations() => VerifyFix.Disposes(
        """
        static class C
        {
            public static void Export(BlockingCollection<int> parent, CancellationToken a)
            {
                _ = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|};
                parent.Take(a);
            }

            public static void LastOfItsBlock(CancellationToken a)
            {
                {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|};
            }
        }
        """,
        """
        static class C
        {
            public static void Export(BlockingCollection<int> parent, CancellationToken a)
            {
                using (CancellationTokenSource.CreateLinkedTokenSource(a))
                {
                    parent.Take(a);
                }
            }

            public static void LastOfItsBlock(CancellationToken a)
            {
                {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|};
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Body_Of_A_Loop() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                while (await parent.WaitToReadAsync(a))
                {
                    await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
                }

                await foreach (int item in parent.ReadAllAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token))
                {
                    Console.WriteLine(item);
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                while (await parent.WaitToReadAsync(a))
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    await parent.ReadAsync(linkedCts.Token);
                }

                using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                await foreach (int item in parent.ReadAllAsync(linkedCts2.Token))
                {
                    Console.WriteLine(item);
                }
            }
        }
        """);

    [Fact]
    public Task Embedded_Statements_Get_Braces() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, bool first)
            {
                if (first)
                    // One only.
                    await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token); // once
                else if (await parent.WaitToReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token))
                    Console.WriteLine();
                else
                    Console.WriteLine(1);

                while (parent.Count > 0) await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, bool first)
            {
                if (first)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    // One only.
                    await parent.ReadAsync(linkedCts.Token); // once
                }
                else
                {
                    using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    if (await parent.WaitToReadAsync(linkedCts2.Token))
                        Console.WriteLine();
                    else
                        Console.WriteLine(1);
                }

                while (parent.Count > 0)
                {
                    using var linkedCts3 = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    await parent.ReadAsync(linkedCts3.Token);
                }
            }
        }
        """);

    [Fact]
    public Task Braces_At_The_End_Of_The_Line() => VerifyFix.Disposes(
        """
        static class C {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, bool first) {
                if (first)
                    await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
                if (!first) await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
            }

            public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b) =>
                await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
        }
        """,
        """
        static class C {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, bool first) {
                if (first) {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    await parent.ReadAsync(linkedCts.Token);
                }
                if (!first) {
                    using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    await parent.ReadAsync(linkedCts2.Token);
                }
            }

            public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b) {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                await parent.ReadAsync(linkedCts.Token);
            }
        }
        """);

    [Fact]
    public Task Expression_Bodies_Become_Blocks() => VerifyFix.Disposes(
        """
        class C
        {
            private readonly CancellationToken _stopping;
            private readonly BlockingCollection<int> _items = new();

            public C(CancellationToken stopping) => _stopping = stopping;

            private CancellationToken Token { get; set; }

            public async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken token) =>
                await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(token, _stopping)|}.Token);

            public int Item => _items.Take({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(Token, _stopping)|}.Token);

            public Func<ChannelReader<int>, CancellationToken, Task<int>> Reader => async (parent, token) =>
                await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(token, _stopping)|}.Token);
        }
        """,
        """
        class C
        {
            private readonly CancellationToken _stopping;
            private readonly BlockingCollection<int> _items = new();

            public C(CancellationToken stopping) => _stopping = stopping;

            private CancellationToken Token { get; set; }

            public async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token, _stopping);
                return await parent.ReadAsync(linkedCts.Token);
            }

            public int Item
            {
                get
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(Token, _stopping);
                    return _items.Take(linkedCts.Token);
                }
            }

            public Func<ChannelReader<int>, CancellationToken, Task<int>> Reader => async (parent, token) =>
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token, _stopping);
                return await parent.ReadAsync(linkedCts.Token);
            };
        }
        """);

    [Fact]
    public Task Sections_Of_A_Switch_Get_A_Using_Statement() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, int kind)
            {
                switch (kind)
                {
                    case 1:
                        int item = await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
                        Console.WriteLine(item);
                        break;
                    case 2:
                        return await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
                }

                return 0;
            }
        }
        """,
        """
        static class C
        {
            public static async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, int kind)
            {
                switch (kind)
                {
                    case 1:
                        using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b))
                        {
                            int item = await parent.ReadAsync(linkedCts.Token);
                            Console.WriteLine(item);
                            break;
                        }
                    case 2:
                        using (var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(a, b))
                        {
                            return await parent.ReadAsync(linkedCts2.Token);
                        }
                }

                return 0;
            }
        }
        """);

    [Fact]
    [OnOldestRoslyn]
    public Task Language_Without_Using_Declarations() => VerifyFix.Disposes(
        """
        class C
        {
            public static async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                Console.WriteLine();

                // The next item.
                int item = await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);

                return item;
            }

            public static async Task<int> FirstAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b) =>
                await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);

            public static async Task ReadAllAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                while (await parent.WaitToReadAsync(a))
                    await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
            }

            public static async Task ReadOneAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b) { await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token); }
        }
        """,
        """
        class C
        {
            public static async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                Console.WriteLine();

                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b))
                {
                    // The next item.
                    int item = await parent.ReadAsync(linkedCts.Token);

                    return item;
                }
            }

            public static async Task<int> FirstAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b))
                {
                    return await parent.ReadAsync(linkedCts.Token);
                }
            }

            public static async Task ReadAllAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                while (await parent.WaitToReadAsync(a))
                {
                    using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b))
                    {
                        await parent.ReadAsync(linkedCts.Token);
                    }
                }
            }

            public static async Task ReadOneAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b) { using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b)) { await parent.ReadAsync(linkedCts.Token); } }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Lines_Of_The_Call_And_Names_That_Are_Taken() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                int linkedCts = 1;
                await SendAsync(
                    linkedCts,
                    {|LEAK007:CancellationTokenSource
                        .CreateLinkedTokenSource(
                            a, // the caller
                            b)|}
                        .Token);
                await SendAsync(await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|}.Token), {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(b)|}.Token);
            }

            private static async Task SendAsync(int item, CancellationToken stop) => await Task.Delay(item, stop);
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                int linkedCts = 1;
                using var linkedCts2 = CancellationTokenSource
                    .CreateLinkedTokenSource(
                        a, // the caller
                        b);
                await SendAsync(
                    linkedCts,
                    linkedCts2.Token);
                using var linkedCts3 = CancellationTokenSource.CreateLinkedTokenSource(a);
                using var linkedCts4 = CancellationTokenSource.CreateLinkedTokenSource(b);
                await SendAsync(await parent.ReadAsync(linkedCts3.Token), linkedCts4.Token);
            }

            private static async Task SendAsync(int item, CancellationToken stop) => await Task.Delay(item, stop);
        }
        """);

    [Fact]
    public Task Source_In_A_Source() => VerifyFix.DisposesAll(
        """
        static class C
        {
            public static async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, CancellationToken c) =>
                await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token, c)|}.Token);
        }
        """,
        """
        static class C
        {
            public static async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, CancellationToken c)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(linkedCts.Token, c);
                return await parent.ReadAsync(linkedCts2.Token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, CancellationToken c)
            {
                using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(linkedCts2.Token, c);
                return await parent.ReadAsync(linkedCts.Token);
            }
        }
        """);

    [Fact]
    public Task Top_Level_Program_And_Local_Function() => VerifyFix.Disposes(
        """
        var channel = Channel.CreateUnbounded<int>();
        await ReadAsync(channel.Reader, Outer.Token);

        async Task ReadAsync(ChannelReader<int> parent, CancellationToken token) => await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(token, Outer.Token)|}.Token);

        await channel.Reader.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(Outer.Token)|}.Token);

        static class Outer
        {
            public static CancellationToken Token { get; set; }
        }
        """,
        """
        var channel = Channel.CreateUnbounded<int>();
        await ReadAsync(channel.Reader, Outer.Token);

        async Task ReadAsync(ChannelReader<int> parent, CancellationToken token)
        {
            using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token, Outer.Token);
            await parent.ReadAsync(linkedCts.Token);
        }

        using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(Outer.Token);
        await channel.Reader.ReadAsync(linkedCts2.Token);

        static class Outer
        {
            public static CancellationToken Token { get; set; }
        }
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Heads_Of_Statements_And_Objects_That_Hold_The_Token() => VerifyFix.Disposes(
        """
        class C
        {
            public static IEnumerable<int> Read(BlockingCollection<int> parent, CancellationToken a, CancellationToken b)
            {
                foreach (int item in parent.GetConsumingEnumerable({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token))
                {
                    yield return item;
                }
            }

            public static async Task SendAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                if (a.CanBeCanceled)
                {
                    switch (await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token))
                    {
                        case 1:
                            Console.WriteLine();
                            break;
                    }
                }

                Parallel.ForEach(new[] { 1 }, new ParallelOptions { CancellationToken = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token }, item => Console.WriteLine(item));
                await Parallel.ForEachAsync(new[] { 1 }, {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token, async (item, stop) => await parent.ReadAsync(stop));
            }
        }
        """,
        """
        class C
        {
            public static IEnumerable<int> Read(BlockingCollection<int> parent, CancellationToken a, CancellationToken b)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                foreach (int item in parent.GetConsumingEnumerable(linkedCts.Token))
                {
                    yield return item;
                }
            }

            public static async Task SendAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                if (a.CanBeCanceled)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                    switch (await parent.ReadAsync(linkedCts.Token))
                    {
                        case 1:
                            Console.WriteLine();
                            break;
                    }
                }

                using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                Parallel.ForEach(new[] { 1 }, new ParallelOptions { CancellationToken = linkedCts2.Token }, item => Console.WriteLine(item));
                using var linkedCts3 = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                await Parallel.ForEachAsync(new[] { 1 }, linkedCts3.Token, async (item, stop) => await parent.ReadAsync(stop));
            }
        }
        """);

    [Fact]
    [OnOldestRoslyn]
    public Task Other_Line_Ends_And_Tabs() => VerifyFix.Disposes(
        OtherLayout(
            """
            static class C
            {
                public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
                {
                    if (a.CanBeCanceled)
                        await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(
                            a,
                            b)|}.Token);
                }
            }
            """),
        OtherLayout(
            """
            static class C
            {
                public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
                {
                    if (a.CanBeCanceled)
                    {
                        using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(
                            a,
                            b))
                        {
                            await parent.ReadAsync(linkedCts.Token);
                        }
                    }
                }
            }
            """),
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Body_After_A_Directive_Gets_No_Braces() => VerifyFix.DoesNotDispose(
        """
        static class C
        {
            public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                if (a.CanBeCanceled)
        #if !NEVER
                    await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
        #else
                    await parent.ReadAsync(a);
        #endif
                Console.WriteLine();
            }
        }
        """);

    [Theory]
    [InlineData("new Barrier(1).SignalAndWait")]
    [InlineData("new SemaphoreSlim(0).Wait")]
    [InlineData("new ManualResetEventSlim().Wait")]
    public Task Argument_Of_A_Call_That_Blocks(string call) => VerifyFix.Disposes(
        $$"""
        static class C
        {
            public static void Wait(CancellationToken a, CancellationToken b)
            {
                {{call}}({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
            }
        }
        """,
        $$"""
        static class C
        {
            public static void Wait(CancellationToken a, CancellationToken b)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                {{call}}(linkedCts.Token);
            }
        }
        """);

    [Theory]
    [InlineData("a = b")]
    [InlineData("(a, _) = (b, 1)")]
    [InlineData("Set(out a)")]
    public Task What_The_Statement_Changes_Before_The_Call_Keeps_It_There(string before) => VerifyFix.DoesNotDispose(
        $$"""
        static class C
        {
            public static void Read(CancellationToken a, CancellationToken b)
            {
                Use({{before}}, {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
            }

            private static bool Set(out CancellationToken token) { token = default; return true; }
            private static void Use(object first, CancellationToken token) { token.ThrowIfCancellationRequested(); Console.WriteLine(first); }
        }
        """);

    private static string OtherLayout(string code) =>
        code.ReplaceLineEndings("\r\n").Replace("    ", "\t", StringComparison.Ordinal);
}
