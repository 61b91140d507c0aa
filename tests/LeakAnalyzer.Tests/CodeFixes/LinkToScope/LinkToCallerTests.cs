namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>LEAK002: tests the fix that replaces the caller's token by that of a new <c>CancellationTokenSource</c> that is linked to it.</summary>
public class LinkToCallerTests
{
    [Fact]
    public Task Wait_Gets_The_Linked_Token_In_The_Place_Of_The_Given() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
            {
                _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(cancellationToken));
                await Task.Delay(10, cancellationToken);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, cancellationToken);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Work_Sees_One_Token_Only() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () =>
                {
                    while (!token.IsCancellationRequested)
                    {
                        try
                        {
                            Console.WriteLine(await parent.ReadAsync(token));
                            await Task.Delay(10, token); // not too fast
                        }
                        catch (Exception)
                        {
                            token.ThrowIfCancellationRequested();
                        }
                    }
                }, token);
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
                        while (!linkedToken.IsCancellationRequested)
                        {
                            try
                            {
                                Console.WriteLine(await parent.ReadAsync(linkedToken));
                                await Task.Delay(10, linkedToken); // not too fast
                            }
                            catch (Exception)
                            {
                                linkedToken.ThrowIfCancellationRequested();
                            }
                        }
                    }, linkedToken);
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
    public Task Each_Way_A_Token_Is_Given() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, TaskCompletionSource done, CancellationToken token)
            {
                CancellationToken copy = token;
                _ = {|LEAK002:Task.Run|}(async () =>
                {
                    await foreach (int item in parent.ReadAllAsync().WithCancellation(token))
                    {
                        Console.WriteLine(item);
                    }

                    await foreach (int item in parent.ReadAllAsync(cancellationToken: token).ConfigureAwait(false))
                    {
                    }

                    await done.Task.WaitAsync(token);
                    await Task.Delay(Timeout.Infinite, (token));
                });
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, TaskCompletionSource done, CancellationToken token)
            {
                CancellationToken copy = token;
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await foreach (int item in parent.ReadAllAsync().WithCancellation(linkedToken))
                        {
                            Console.WriteLine(item);
                        }

                        await foreach (int item in parent.ReadAllAsync(cancellationToken: linkedToken).ConfigureAwait(false))
                        {
                        }

                        await done.Task.WaitAsync(linkedToken);
                        await Task.Delay(Timeout.Infinite, (linkedToken));
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
    public Task Call_Through_Which_The_Token_Reaches_The_Wait_Gets_The_Linked() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK002:PumpAsync|}(parent, token);
                _ = {|LEAK002:Task.Run|}(() => PumpAsync(parent, stop: token));
                _ = {|LEAK002:Task.Run|}(LocalAsync);
                _ = {|LEAK002:Task.Run|}(async () =>
                {
                    await foreach (int item in ItemsAsync(parent).WithCancellation(token))
                    {
                    }
                });
                await Task.Delay(10, token);

                async Task LocalAsync() => await PumpAsync(parent, token);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                await DeeperAsync(source, stop);
            }

            private static async Task DeeperAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

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
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = PumpAsync(parent, linkedToken);
                    _ = Task.Run(() => PumpAsync(parent, stop: linkedToken));
                    _ = Task.Run(LocalAsync);
                    _ = Task.Run(async () =>
                    {
                        await foreach (int item in ItemsAsync(parent).WithCancellation(linkedToken))
                        {
                        }
                    });
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }

                async Task LocalAsync() => await PumpAsync(parent, linkedToken);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                await DeeperAsync(source, stop);
            }

            private static async Task DeeperAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

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
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = PumpAsync(parent, linkedToken);
                    _ = {|LEAK002:Task.Run|}(() => PumpAsync(parent, stop: token));
                    _ = {|LEAK002:Task.Run|}(LocalAsync);
                    _ = {|LEAK002:Task.Run|}(async () =>
                    {
                        await foreach (int item in ItemsAsync(parent).WithCancellation(token))
                        {
                        }
                    });
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }

                async Task LocalAsync() => await PumpAsync(parent, token);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                await DeeperAsync(source, stop);
            }

            private static async Task DeeperAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static async IAsyncEnumerable<int> ItemsAsync(
                ChannelReader<int> source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
            {
                yield return await source.ReadAsync(stop);
            }
        }
        """);

    [Fact]
    public Task Loop_That_Polls_Gets_The_Linked_Token() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static void Export(CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () =>
                {
                    while (!token.IsCancellationRequested)
                    {
                        Console.WriteLine("still there");
                        await Task.Delay(100);
                    }
                });
                _ = {|LEAK002:BeatAsync|}(token);
                Task.Delay(10, token).Wait();
            }

            private static async Task BeatAsync(CancellationToken stop)
            {
                for (; !stop.IsCancellationRequested;)
                {
                    await Task.Delay(100, stop);
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Export(CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        while (!linkedToken.IsCancellationRequested)
                        {
                            Console.WriteLine("still there");
                            await Task.Delay(100);
                        }
                    });
                    _ = BeatAsync(linkedToken);
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            private static async Task BeatAsync(CancellationToken stop)
            {
                for (; !stop.IsCancellationRequested;)
                {
                    await Task.Delay(100, stop);
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Export(CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        while (!linkedToken.IsCancellationRequested)
                        {
                            Console.WriteLine("still there");
                            await Task.Delay(100);
                        }
                    });
                    _ = {|LEAK002:BeatAsync|}(token);
                    Task.Delay(10, token).Wait();
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            private static async Task BeatAsync(CancellationToken stop)
            {
                for (; !stop.IsCancellationRequested;)
                {
                    await Task.Delay(100, stop);
                }
            }
        }
        """);

    [Fact]
    public Task Token_That_Governs_Is_Taken_Though_Others_Are_In_Reach() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken quick, CancellationToken slow)
            {
                _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(slow));
                await Task.Delay(10, quick);
                await Task.Delay(10, slow);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken quick, CancellationToken slow)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(slow);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, quick);
                    await Task.Delay(10, slow);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Copy_Of_The_Token_Is_Replaced_At_The_Wait() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                CancellationToken copy = token;
                _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(copy));
                await Task.Delay(10, copy);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                CancellationToken copy = token;
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, copy);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Every_Kind_Of_Scope() => VerifyFix.Links(
        """
        class C
        {
            private readonly Func<ChannelReader<int>, CancellationToken, Task> _export = async (parent, token) =>
            {
                _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(token));
                await Task.Delay(10, token);
            };

            public C(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(token));
                Thread.Sleep(10);
            }

            public static C operator +(C left, (ChannelReader<int> Parent, CancellationToken Token) right) => left;

            public int this[ChannelReader<int> parent, CancellationToken token]
            {
                get
                {
                    _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(token));
                    Thread.Sleep(10);
                    return 1;
                }
            }

            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                ExportAll();

                void ExportAll()
                {
                    _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(token));
                    Thread.Sleep(10);
                }
            }

            public static void ExportLater(ChannelReader<int> parent, CancellationToken token)
            {
                Action export = () =>
                {
                    _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(token));
                    Thread.Sleep(10);
                };
                export();
            }

            public static IEnumerable<int> Items(ChannelReader<int> parent, CancellationToken token)
            {
                foreach (int i in new[] { 1, 2 })
                {
                    _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(token));
                    Thread.Sleep(10);
                    yield return i;
                }
            }

            public static Task<int> CountAsync(ChannelReader<int> parent, CancellationToken token) =>
                Task.Run(async () => { _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(token)); await Task.Delay(10, token); return 1; });
        }
        """,
        """
        class C
        {
            private readonly Func<ChannelReader<int>, CancellationToken, Task> _export = async (parent, token) =>
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

            public C(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Thread.Sleep(10);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public static C operator +(C left, (ChannelReader<int> Parent, CancellationToken Token) right) => left;

            public int this[ChannelReader<int> parent, CancellationToken token]
            {
                get
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        Thread.Sleep(10);
                        return 1;
                    }
                    finally
                    {
                        linkedCts.Cancel();
                    }
                }
            }

            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                ExportAll();

                void ExportAll()
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        Thread.Sleep(10);
                    }
                    finally
                    {
                        linkedCts.Cancel();
                    }
                }
            }

            public static void ExportLater(ChannelReader<int> parent, CancellationToken token)
            {
                Action export = () =>
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        Thread.Sleep(10);
                    }
                    finally
                    {
                        linkedCts.Cancel();
                    }
                };
                export();
            }

            public static IEnumerable<int> Items(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    foreach (int i in new[] { 1, 2 })
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        Thread.Sleep(10);
                        yield return i;
                    }
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public static Task<int> CountAsync(ChannelReader<int> parent, CancellationToken token) =>
                Task.Run(async () =>
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        await Task.Delay(10, token);
                        return 1;
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                });
        }
        """);

    [Fact]
    [OnOldestRoslyn]
    public Task Old_Language_And_Framework() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                var _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(token), token);
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        var _ = Task.Run(async () => await parent.ReadAsync(linkedToken), linkedToken);
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        linkedCts.Cancel();
                    }
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Source_That_The_Scope_Cancels_Is_Reused() => VerifyFix.Passes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var ownCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken own = ownCts.Token;
                try
                {
                    _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(token));
                    await Task.Delay(10, token);
                }
                finally
                {
                    await ownCts.CancelAsync();
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var ownCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken own = ownCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(own));
                    await Task.Delay(10, token);
                }
                finally
                {
                    await ownCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Starts_In_Several_Scopes_And_Files() => VerifyFix.LinksIn(
        [
            """
            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = {|LEAK002:D.PumpAsync|}(parent, token);
                    await Task.Delay(10, token);
                }
            }
            """,
            """
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
                {
                    _ = {|LEAK002:Task.Run|}(async () => await source.ReadAsync(stop));
                    await source.ReadAsync(stop);
                }
            }
            """,
        ],
        [
            """
            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = D.PumpAsync(parent, linkedToken);
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
            """,
            """
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(stop);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await source.ReadAsync(linkedToken));
                        await source.ReadAsync(stop);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
            """,
        ]);
}
