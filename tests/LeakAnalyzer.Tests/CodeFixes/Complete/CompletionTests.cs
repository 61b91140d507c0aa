namespace LeakAnalyzer.Tests.CodeFixes.Complete;

/// <summary>LEAK006: tests that the fix completes a channel or <c>TaskCompletionSource</c> on every path of the method that creates it.</summary>
public class CompletionTests
{
    private const string Members = """

            private static void Work(object? value = null) => _ = int.Parse(string.Concat(value, "1"));
            private static Task<int> LoadAsync() => Task.FromResult(1);
            private static async Task ConsumeAsync(ChannelReader<int> source) { await foreach (int item in source.ReadAllAsync()) { Work(item); } }
            private static async Task FillAsync(ChannelWriter<int> target) { for (int i = 0; i < 9; i++) { await target.WriteAsync(i); } }
            private static async Task ProduceAsync(ChannelWriter<int> target) { while (await target.WaitToWriteAsync()) { target.TryWrite(1); } }
        """;

    [Fact]
    public Task Reader_That_An_Exception_Leaves() => Completes(
        """
                var rows = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task consumer = ConsumeAsync(rows.Reader);
                rows.Writer.TryWrite(await LoadAsync());
                rows.Writer.Complete();
                await consumer;
        """,
        """
                var rows = Channel.CreateUnbounded<int>();
                try
                {
                    Task consumer = ConsumeAsync(rows.Reader);
                    rows.Writer.TryWrite(await LoadAsync());
                    rows.Writer.Complete();
                    await consumer;
                }
                finally
                {
                    rows.Writer.TryComplete();
                }
        """);

    [Fact]
    public Task Reader_That_Nobody_Completes_Or_Joins() => Completes(
        """
                // the rows
                var rows = {|LEAK006:Channel.CreateUnbounded<int>()|};

                // reads them
                _ = ConsumeAsync(rows.Reader);
                rows.Writer.TryWrite(1);
        """,
        """
                // the rows
                var rows = Channel.CreateUnbounded<int>();

                try
                {
                    // reads them
                    _ = ConsumeAsync(rows.Reader);
                    rows.Writer.TryWrite(1);
                }
                finally
                {
                    rows.Writer.TryComplete();
                }
        """);

    [Fact]
    public Task Join_That_Some_Path_Reaches_Uncompleted_Stays_After() => Completes(
        """
                var rows = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task consumer = ConsumeAsync(rows.Reader);
                if (flag)
                {
                    rows.Writer.TryWrite(1);
                    rows.Writer.Complete();
                }

                await consumer;
                Work();
        """,
        """
                var rows = Channel.CreateUnbounded<int>();
                Task consumer = ConsumeAsync(rows.Reader);
                try
                {
                    if (flag)
                    {
                        rows.Writer.TryWrite(1);
                        rows.Writer.Complete();
                    }
                }
                finally
                {
                    rows.Writer.TryComplete();
                }

                await consumer;
                Work();
        """);

    [Fact]
    public Task Tasks_In_A_List_Are_Joined_After() => Completes(
        """
                var rows = {|LEAK006:Channel.CreateUnbounded<int>()|};
                var consumers = new List<Task>();
                for (int i = 0; i < 4; i++)
                {
                    consumers.Add(ConsumeAsync(rows.Reader));
                }

                rows.Writer.TryWrite(await LoadAsync());
                rows.Writer.Complete();
                await Task.WhenAll(consumers);
        """,
        """
                var rows = Channel.CreateUnbounded<int>();
                var consumers = new List<Task>();
                try
                {
                    for (int i = 0; i < 4; i++)
                    {
                        consumers.Add(ConsumeAsync(rows.Reader));
                    }

                    rows.Writer.TryWrite(await LoadAsync());
                    rows.Writer.Complete();
                }
                finally
                {
                    rows.Writer.TryComplete();
                }

                await Task.WhenAll(consumers);
        """);

    [Fact]
    public Task Tasks_In_An_Array_Are_Joined_After() => Completes(
        """
                var rows = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task[] all = { ConsumeAsync(rows.Reader), ConsumeAsync(rows.Reader) };
                Work();
                rows.Writer.Complete();
                await Task.WhenAll(all);
        """,
        """
                var rows = Channel.CreateUnbounded<int>();
                Task[] all = { ConsumeAsync(rows.Reader), ConsumeAsync(rows.Reader) };
                try
                {
                    Work();
                    rows.Writer.Complete();
                }
                finally
                {
                    rows.Writer.TryComplete();
                }

                await Task.WhenAll(all);
        """);

    [Fact]
    public Task Exception_That_Is_Caught_Is_Handed_To_The_Reader() => Completes(
        """
                var rows = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task consumer = ConsumeAsync(rows.Reader);
                try
                {
                    rows.Writer.TryWrite(await LoadAsync());
                    rows.Writer.Complete();
                }
                catch (TimeoutException)
                {
                    Work();
                }
                catch (Exception e)
                {
                    // told to all
                    Work(e);
                    throw;
                }

                await consumer;
        """,
        """
                var rows = Channel.CreateUnbounded<int>();
                Task consumer = ConsumeAsync(rows.Reader);
                try
                {
                    try
                    {
                        rows.Writer.TryWrite(await LoadAsync());
                        rows.Writer.Complete();
                    }
                    catch (TimeoutException)
                    {
                        Work();
                    }
                    catch (Exception e)
                    {
                        rows.Writer.TryComplete(e);
                        // told to all
                        Work(e);
                        throw;
                    }
                }
                finally
                {
                    rows.Writer.TryComplete();
                }

                await consumer;
        """);

    [Theory]
    [InlineData("catch (Exception e) { Work(e); }", "catch (Exception e) { opened.TrySetException(e); Work(e); }")]
    [InlineData("catch (Exception e) { }", "catch (Exception e) { opened.TrySetException(e); }")]
    [InlineData("catch (Exception e) when (flag) { Work(e); }", null)]
    [InlineData("catch (Exception) { Work(); }", null)]
    [InlineData("catch { Work(); }", null)]
    [InlineData("catch (TimeoutException e) { Work(e); }", null)]
    [InlineData("finally { Work(); }", null)]
    public Task Exception_Of_A_Promise(string handler, string? handed) => Completes(
        $$"""
        #pragma warning disable CS0168
                var opened = {|LEAK006:new TaskCompletionSource()|};
                _ = Task.Run(async () => await opened.Task);
                try { Work(); opened.SetResult(); }
                {{handler}}
        """,
        $$"""
        #pragma warning disable CS0168
                var opened = new TaskCompletionSource();
                try
                {
                    _ = Task.Run(async () => await opened.Task);
                    try { Work(); opened.SetResult(); }
                    {{handed ?? handler}}
                }
                finally
                {
                    opened.TrySetCanceled();
                }
        """);

    [Fact]
    public Task Exception_Is_Not_Handed_Where_The_Scope_Goes_On_With_The_Channel() => Completes(
        """
                var rows = {|LEAK006:Channel.CreateUnbounded<int>()|};
                _ = ConsumeAsync(rows.Reader);
                try { rows.Writer.TryWrite(await LoadAsync()); } catch (Exception e) { Work(e); }
                rows.Writer.TryWrite(2);
        """,
        """
                var rows = Channel.CreateUnbounded<int>();
                try
                {
                    _ = ConsumeAsync(rows.Reader);
                    try { rows.Writer.TryWrite(await LoadAsync()); } catch (Exception e) { Work(e); }
                    rows.Writer.TryWrite(2);
                }
                finally
                {
                    rows.Writer.TryComplete();
                }
        """);

    [Fact]
    public Task Promise_That_A_Branch_Forgets() => Completes(
        """
                var opened = {|LEAK006:new TaskCompletionSource<int>()|};
                _ = Task.Run(async () => await opened.Task);
                if (flag)
                {
                    opened.SetResult(1);
                }
        """,
        """
                var opened = new TaskCompletionSource<int>();
                try
                {
                    _ = Task.Run(async () => await opened.Task);
                    if (flag)
                    {
                        opened.SetResult(1);
                    }
                }
                finally
                {
                    opened.TrySetCanceled();
                }
        """);

    [Fact]
    public Task Promise_That_Is_Joined_Only_When_It_Is_Set() => Completes(
        """
                var opened = {|LEAK006:new TaskCompletionSource()|};
                Task waiter = Task.Run(async () => await opened.Task);
                Work();
                opened.SetResult();
                await waiter;
        """,
        """
                var opened = new TaskCompletionSource();
                try
                {
                    Task waiter = Task.Run(async () => await opened.Task);
                    Work();
                    opened.SetResult();
                    await waiter;
                }
                finally
                {
                    opened.TrySetCanceled();
                }
        """);

    [Fact]
    public Task Writer_Of_A_Full_Channel_That_Nobody_Joins() => Completes(
        """
                var found = {|LEAK006:Channel.CreateBounded<int>(4)|};
                _ = FillAsync(found.Writer);
                await foreach (int item in found.Reader.ReadAllAsync())
                {
                    if (item > 2)
                    {
                        return;
                    }
                }
        """,
        """
                var found = Channel.CreateBounded<int>(4);
                try
                {
                    _ = FillAsync(found.Writer);
                    await foreach (int item in found.Reader.ReadAllAsync())
                    {
                        if (item > 2)
                        {
                            return;
                        }
                    }
                }
                finally
                {
                    found.Writer.TryComplete();
                }
        """);

    [Fact]
    public Task Writer_That_Asks_Before_It_Writes_And_Is_Joined() => Completes(
        """
                var found = {|LEAK006:Channel.CreateBounded<int>(4)|};
                Task producer = ProduceAsync(found.Writer);
                Work(await found.Reader.ReadAsync());
                await producer;
        """,
        """
                var found = Channel.CreateBounded<int>(4);
                Task producer = ProduceAsync(found.Writer);
                try
                {
                    Work(await found.Reader.ReadAsync());
                }
                finally
                {
                    found.Writer.TryComplete();
                }

                await producer;
        """);

    [Theory]
    [InlineData("if (flag) { var rows = {|LEAK006:Channel.CreateUnbounded<int>()|}; _ = ConsumeAsync(rows.Reader); }", "if (flag)\n        {\n            var rows = Channel.CreateUnbounded<int>();\n            try\n            {\n                _ = ConsumeAsync(rows.Reader);\n            }\n            finally\n            {\n                rows.Writer.TryComplete();\n            }\n        }")]
    [InlineData("Channel<int>? rows = null; if (flag) { rows = {|LEAK006:Channel.CreateUnbounded<int>()|}; _ = ConsumeAsync(rows.Reader); }", "Channel<int>? rows = null; if (flag)\n        {\n            rows = Channel.CreateUnbounded<int>();\n            try\n            {\n                _ = ConsumeAsync(rows.Reader);\n            }\n            finally\n            {\n                rows.Writer.TryComplete();\n            }\n        }")]
    public Task Block_Deeper_In_The_Scope(string code, string expected) => Completes("        " + code, "        " + expected);

    [Theory]
    [InlineData("new Thread(() => rows.Reader.Completion.Wait()).Start();")]
    [InlineData("PumpAsync(); async void PumpAsync() { await foreach (int item in rows.Reader.ReadAllAsync()) { Work(item); } }")]
    [InlineData("var reader = rows.Reader; _ = ConsumeAsync(reader);")]
    [InlineData("var writer = rows.Writer; _ = ConsumeAsync(rows.Reader); writer.TryWrite(1);")]
    public Task Reader_Of_Every_Kind(string start) => Completes(
        $$"""
                var rows = {|LEAK006:Channel.CreateUnbounded<int>()|};
                {{start}}
        """,
        $$"""
                var rows = Channel.CreateUnbounded<int>();
                try
                {
                    {{start}}
                }
                finally
                {
                    rows.Writer.TryComplete();
                }
        """);

    private static Task Completes(string statements, string expected) => VerifyFix.Completes(Code(statements), Code(expected));

    private static string Code(string statements) => $$"""
        static class C
        {
            public static async Task ExportAsync(bool flag)
            {
        {{statements}}
            }
        {{Members}}
        }
        """;
}
