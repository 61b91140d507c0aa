using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.Complete;

/// <summary>LEAK006: tests the fix that completes a channel or <c>TaskCompletionSource</c> in each kind of function and for several reports.</summary>
[OnOldestRoslyn]
public class CompletionScopeTests
{
    private const string Old = """
        class C
        {
            public async Task RunAsync()
            {
                var channel = CREATED;
                Task consumer = Task.Run(async () => { while (await channel.Reader.WaitToReadAsync().ConfigureAwait(false)) { int item; channel.Reader.TryRead(out item); } });
        BODY
            }
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, false)]
    [InlineData(LanguageVersion.CSharp8, false)]
    [InlineData(LanguageVersion.CSharp12, true)]
    public Task Older_Languages_And_Frameworks(LanguageVersion version, bool isNullable) => VerifyFix.Completes(
        Old.Replace("CREATED", "{|LEAK006:Channel.CreateUnbounded<int>()|}", StringComparison.Ordinal).Replace("BODY",
            """
                    await Task.Delay(10).ConfigureAwait(false);
                    if (channel.Writer.TryWrite(1))
                    {
                        channel.Writer.Complete();
                    }

                    await consumer.ConfigureAwait(false);
            """, StringComparison.Ordinal),
        Old.Replace("CREATED", "Channel.CreateUnbounded<int>()", StringComparison.Ordinal).Replace("BODY",
            """
                    try
                    {
                        await Task.Delay(10).ConfigureAwait(false);
                        if (channel.Writer.TryWrite(1))
                        {
                            channel.Writer.Complete();
                        }
                    }
                    finally
                    {
                        channel.Writer.TryComplete();
                    }

                    await consumer.ConfigureAwait(false);
            """, StringComparison.Ordinal),
        (isNullable ? Setup.Default : Setup.NetStandard20) with { Language = version });

    [Fact]
    public Task Top_Level_Program() => VerifyFix.Completes(
        """
        var c = {|LEAK006:Channel.CreateUnbounded<int>()|};
        Task t = Task.Run(async () => await c.Reader.Completion);
        Console.ReadLine();
        c.Writer.Complete();
        t.Wait();

        static class Other { }
        """,
        """
        var c = Channel.CreateUnbounded<int>();
        try
        {
            Task t = Task.Run(async () => await c.Reader.Completion);
            Console.ReadLine();
            c.Writer.Complete();
            t.Wait();
        }
        finally
        {
            c.Writer.TryComplete();
        }

        static class Other { }
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Functions_After_Stay_Outside() => VerifyFix.Completes(
        """
        class C
        {
            void Run() {
                var @event = {|LEAK006:new TaskCompletionSource()|};
                _ = WaitAsync(@event);

                static async Task WaitAsync(TaskCompletionSource source) => await source.Task;
            }
        }
        """,
        """
        class C
        {
            void Run() {
                var @event = new TaskCompletionSource();
                try {
                    _ = WaitAsync(@event);
                } finally {
                    @event.TrySetCanceled();
                }

                static async Task WaitAsync(TaskCompletionSource source) => await source.Task;
            }
        }
        """);

    [Fact]
    public Task Several_Signals_In_One_Scope_And_Nested_Ones() => VerifyFix.Completes(
        """
        class C
        {
            async Task RunAsync()
            {
                var c = {|LEAK006:Channel.CreateUnbounded<int>()|};
                var p = {|LEAK006:new TaskCompletionSource()|};
                _ = Task.Run(async () => await c.Reader.Completion);
                _ = Task.Run(async () => await p.Task);
                Func<Task> inner = async () =>
                {
                    var q = {|LEAK006:new TaskCompletionSource()|};
                    _ = Task.Run(async () => await q.Task);
                    await Task.Delay(1);
                };
                await inner();
            }

            void Other()
            {
                TaskCompletionSource r = {|LEAK006:new()|}, s = {|LEAK006:new()|};
                _ = Task.Run(async () => await r.Task);
                _ = Task.Run(async () => await s.Task);
            }
        }
        """,
        """
        class C
        {
            async Task RunAsync()
            {
                var c = Channel.CreateUnbounded<int>();
                try
                {
                    var p = new TaskCompletionSource();
                    try
                    {
                        _ = Task.Run(async () => await c.Reader.Completion);
                        _ = Task.Run(async () => await p.Task);
                        Func<Task> inner = async () =>
                        {
                            var q = new TaskCompletionSource();
                            try
                            {
                                _ = Task.Run(async () => await q.Task);
                                await Task.Delay(1);
                            }
                            finally
                            {
                                q.TrySetCanceled();
                            }
                        };
                        await inner();
                    }
                    finally
                    {
                        p.TrySetCanceled();
                    }
                }
                finally
                {
                    c.Writer.TryComplete();
                }
            }

            void Other()
            {
                TaskCompletionSource r = new(), s = new();
                try
                {
                    try
                    {
                        _ = Task.Run(async () => await r.Task);
                        _ = Task.Run(async () => await s.Task);
                    }
                    finally
                    {
                        r.TrySetCanceled();
                    }
                }
                finally
                {
                    s.TrySetCanceled();
                }
            }
        }
        """);

    [Fact]
    public Task Regions_That_Overlap_Are_Completed_One_After_The_Other() => VerifyFix.CompletesAll(
        """
        class C
        {
            async Task RunAsync(bool flag)
            {
                var c = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task t = ConsumeAsync(c.Reader);
                var d = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task u = ConsumeAsync(d.Reader);
                if (flag)
                {
                    c.Writer.Complete();
                }

                await t;
                if (flag)
                {
                    d.Writer.Complete();
                }

                await u;
            }

            static async Task ConsumeAsync(ChannelReader<int> source) { await foreach (int item in source.ReadAllAsync()) { Console.WriteLine(item); } }
        }
        """,
        """
        class C
        {
            async Task RunAsync(bool flag)
            {
                var c = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task t = ConsumeAsync(c.Reader);
                var d = Channel.CreateUnbounded<int>();
                Task u = ConsumeAsync(d.Reader);
                try
                {
                    if (flag)
                    {
                        c.Writer.Complete();
                    }

                    await t;
                    if (flag)
                    {
                        d.Writer.Complete();
                    }
                }
                finally
                {
                    d.Writer.TryComplete();
                }

                await u;
            }

            static async Task ConsumeAsync(ChannelReader<int> source) { await foreach (int item in source.ReadAllAsync()) { Console.WriteLine(item); } }
        }
        """,
        """
        class C
        {
            async Task RunAsync(bool flag)
            {
                var c = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task t = ConsumeAsync(c.Reader);
                var d = Channel.CreateUnbounded<int>();
                Task u = ConsumeAsync(d.Reader);
                try
                {
                    if (flag)
                    {
                        c.Writer.Complete();
                    }

                    await t;
                    if (flag)
                    {
                        d.Writer.Complete();
                    }
                }
                finally
                {
                    d.Writer.TryComplete();
                }

                await u;
            }

            static async Task ConsumeAsync(ChannelReader<int> source) { await foreach (int item in source.ReadAllAsync()) { Console.WriteLine(item); } }
        }
        """);

    [Fact]
    public Task Of_Regions_That_Overlap_In_Part_Only_One_Is_Completed_At_Once() => VerifyFix.CompletesAll(
        """
        class C
        {
            async Task RunAsync(bool flag)
            {
                var c = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task t = ConsumeAsync(c.Reader);
                var d = {|LEAK006:Channel.CreateUnbounded<int>()|};
                _ = ConsumeAsync(d.Reader);
                if (flag)
                {
                    c.Writer.Complete();
                    d.Writer.Complete();
                }

                await t;
            }

            static async Task ConsumeAsync(ChannelReader<int> source) { await foreach (int item in source.ReadAllAsync()) { Console.WriteLine(item); } }
        }
        """,
        """
        class C
        {
            async Task RunAsync(bool flag)
            {
                var c = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task t = ConsumeAsync(c.Reader);
                var d = Channel.CreateUnbounded<int>();
                try
                {
                    _ = ConsumeAsync(d.Reader);
                    if (flag)
                    {
                        c.Writer.Complete();
                        d.Writer.Complete();
                    }

                    await t;
                }
                finally
                {
                    d.Writer.TryComplete();
                }
            }

            static async Task ConsumeAsync(ChannelReader<int> source) { await foreach (int item in source.ReadAllAsync()) { Console.WriteLine(item); } }
        }
        """,
        """
        class C
        {
            async Task RunAsync(bool flag)
            {
                var c = Channel.CreateUnbounded<int>();
                Task t = ConsumeAsync(c.Reader);
                try
                {
                    var d = Channel.CreateUnbounded<int>();
                    try
                    {
                        _ = ConsumeAsync(d.Reader);
                        if (flag)
                        {
                            c.Writer.Complete();
                            d.Writer.Complete();
                        }
                    }
                    finally
                    {
                        d.Writer.TryComplete();
                    }
                }
                finally
                {
                    c.Writer.TryComplete();
                }

                await t;
            }

            static async Task ConsumeAsync(ChannelReader<int> source) { await foreach (int item in source.ReadAllAsync()) { Console.WriteLine(item); } }
        }
        """);
}
