namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests fixes that pass a token to a wait in another way than by an added argument, such as with <c>WithCancellation(token)</c>.</summary>
public class AwaitedOperationTests
{
    [Fact]
    public Task Sequence_Gets_The_Token_Where_It_Is_Made() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await foreach (int item in parent.ReadAllAsync())
                    {
                    }

                    await foreach (int item in parent.ReadAllAsync().ConfigureAwait(false))
                    {
                    }

                    IAsyncEnumerable<int> items = ItemsAsync(parent);
                    await foreach (int item in items)
                    {
                    }
                });
                Task.Delay(10, token).Wait();
            }

            private static async IAsyncEnumerable<int> ItemsAsync(
                ChannelReader<int> source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
            {
                yield return await source.ReadAsync(stop);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await foreach (int item in parent.ReadAllAsync(linkedToken))
                        {
                        }

                        await foreach (int item in parent.ReadAllAsync(linkedToken).ConfigureAwait(false))
                        {
                        }

                        IAsyncEnumerable<int> items = ItemsAsync(parent, linkedToken);
                        await foreach (int item in items)
                        {
                        }
                    });
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            private static async IAsyncEnumerable<int> ItemsAsync(
                ChannelReader<int> source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
            {
                yield return await source.ReadAsync(stop);
            }
        }
        """);

    [Fact]
    public Task Sequence_That_Takes_No_Token_Gets_It_From_Its_Enumeration() => VerifyFix.Links(
        """
        class Feed
        {
            public IAsyncEnumerable<int> ItemsAsync() => throw new NotSupportedException();
        }

        static class C
        {
            public static void Export(Feed feed, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await foreach (int item in feed.ItemsAsync())
                    {
                    }

                    await foreach (int item in feed.ItemsAsync().ConfigureAwait(false))
                    {
                    }
                });
                Task.Delay(10, token).Wait();
            }
        }
        """,
        """
        class Feed
        {
            public IAsyncEnumerable<int> ItemsAsync() => throw new NotSupportedException();
        }

        static class C
        {
            public static void Export(Feed feed, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await foreach (int item in feed.ItemsAsync().WithCancellation(linkedToken))
                        {
                        }

                        await foreach (int item in feed.ItemsAsync().WithCancellation(linkedToken).ConfigureAwait(false))
                        {
                        }
                    });
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """,
        Setup.Default with { EditorConfig = "leak_analyzer.open_ended_waits = Feed.ItemsAsync" });

    [Fact]
    public Task Promise_Is_Waited_For_With_The_Token() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(TaskCompletionSource done, TaskCompletionSource<int>? result, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await done.Task;
                    await done.Task.ConfigureAwait(false);
                    await (result!).Task;
                    Console.WriteLine(result.Task.Result);
                    result.Task.Wait();
                    await Task.WhenAll(done.Task, result.Task);
                });
                Task.Delay(10, token).Wait();
            }
        }
        """,
        """
        static class C
        {
            public static void Export(TaskCompletionSource done, TaskCompletionSource<int>? result, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await done.Task.WaitAsync(linkedToken);
                        await done.Task.WaitAsync(linkedToken).ConfigureAwait(false);
                        await (result!).Task.WaitAsync(linkedToken);
                        Console.WriteLine(result.Task.WaitAsync(linkedToken).Result);
                        result.Task.WaitAsync(linkedToken).Wait();
                        await Task.WhenAll(done.Task.WaitAsync(linkedToken), result.Task.WaitAsync(linkedToken));
                    });
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
    public Task Completion_Is_Waited_For_With_The_Token() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(() => parent.Completion);
                Task.Delay(10, token).Wait();
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(() => parent.Completion.WaitAsync(linkedToken));
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
    public Task Promise_Has_No_Place_For_A_Token_Where_Tasks_Have_No_WaitAsync() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static void Export(TaskCompletionSource<int> done, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await done.Task);
                Task.Delay(10, token).Wait();
            }
        }
        """,
        Setup.NetStandard20);

    [Fact]
    public Task Overload_That_Gives_Another_Type_Is_Chosen_Only_Where_It_Is_Awaited() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(System.Net.Sockets.TcpListener listener, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await listener.AcceptSocketAsync();
                    await listener.AcceptTcpClientAsync().ConfigureAwait(false);
                });
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(System.Net.Sockets.TcpListener listener, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await listener.AcceptSocketAsync(linkedToken);
                        await listener.AcceptTcpClientAsync(linkedToken).ConfigureAwait(false);
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
    public Task Overload_That_Gives_Another_Type_Is_No_Place_Where_The_Task_Is_Kept() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(System.Net.Sockets.TcpListener listener, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    Task<System.Net.Sockets.Socket> socket = listener.AcceptSocketAsync();
                    await socket;
                });
                _ = {|LEAK001:Task.Run|}(() => listener.AcceptSocketAsync());
                _ = {|LEAK001:Task.Run|}(() => listener.AcceptSocketAsync().Wait());
                await Task.Delay(10, token);
            }
        }
        """);
}
