namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>LEAK004: tests how the fix passes a token to a loop that nothing ends, and lets the loop test it.</summary>
public class EndlessLoopTests
{
    [Fact]
    public Task Loop_Ends_With_The_Scope_Where_That_Goes_On() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    while (true)
                    {
                        try
                        {
                            Console.WriteLine("still there");
                            await Task.Delay(1000); // a second
                        }
                        catch (Exception)
                        {
                        }
                    }
                });
                await Task.Delay(10, token);
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
                    _ = Task.Run(async () =>
                    {
                        while (!linkedToken.IsCancellationRequested)
                        {
                            try
                            {
                                Console.WriteLine("still there");
                                await Task.Delay(1000, linkedToken); // a second
                            }
                            catch (Exception)
                            {
                            }
                        }
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
    public Task Each_Kind_Of_Loop_Gets_Its_Condition() => VerifyFix.Links(
        """
        static class C
        {
            private const bool Forever = true;

            public static void Export()
            {
                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    for (;;)
                    {
                        await Task.Delay(1000);
                    }
                });
                Thread.Sleep(10);
            }

            public static void Spaced()
            {
                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    for (int i = 0; ; i++)
                    {
                        await Task.Delay(i);
                    }
                });
                Thread.Sleep(10);
            }

            public static void Written()
            {
                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    for (int i = 0; true; i++)
                    {
                        await Task.Delay(i, default);
                    }
                });
                Thread.Sleep(10);
            }

            public static void Behind()
            {
                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    do
                    {
                        await Task.Delay(1000);
                    }
                    while (Forever);
                });
                Thread.Sleep(10);
            }

            public static void Busy()
            {
                _ = {|LEAK004:Task.Run|}(() =>
                {
                    while ((true))
                    {
                        Thread.Sleep(1000);
                    }
                });
                Thread.Sleep(10);
            }

            public static void Ticking()
            {
                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                    while (await timer.WaitForNextTickAsync())
                    {
                        Console.WriteLine("tick");
                    }
                });
                Thread.Sleep(10);
            }

            public static void TickingInside()
            {
                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                    while (true)
                    {
                        await timer.WaitForNextTickAsync();
                        Console.WriteLine("tick");
                    }
                });
                Thread.Sleep(10);
            }
        }
        """,
        """
        static class C
        {
            private const bool Forever = true;

            public static void Export()
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        for (; !scopeToken.IsCancellationRequested;)
                        {
                            await Task.Delay(1000, scopeToken);
                        }
                    });
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }

            public static void Spaced()
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        for (int i = 0; !scopeToken.IsCancellationRequested; i++)
                        {
                            await Task.Delay(i, scopeToken);
                        }
                    });
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }

            public static void Written()
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        for (int i = 0; !scopeToken.IsCancellationRequested; i++)
                        {
                            await Task.Delay(i, scopeToken);
                        }
                    });
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }

            public static void Behind()
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        do
                        {
                            await Task.Delay(1000, scopeToken);
                        }
                        while (!scopeToken.IsCancellationRequested);
                    });
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }

            public static void Busy()
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(() =>
                    {
                        while ((!scopeToken.IsCancellationRequested))
                        {
                            Thread.Sleep(1000);
                        }
                    });
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }

            public static void Ticking()
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                        while (await timer.WaitForNextTickAsync(scopeToken))
                        {
                            Console.WriteLine("tick");
                        }
                    });
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }

            public static void TickingInside()
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                        while (!scopeToken.IsCancellationRequested)
                        {
                            await timer.WaitForNextTickAsync(scopeToken);
                            Console.WriteLine("tick");
                        }
                    });
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Loop_Of_A_Called_Method_Gets_The_Token_By_The_Call() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK004:BeatAsync|}(100);
                await Task.Delay(10, token);
            }

            private static async Task BeatAsync(int time, CancellationToken stop = default)
            {
                while (!stop.IsCancellationRequested)
                {
                    await Task.Delay(time, stop);
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
                    _ = BeatAsync(100, linkedToken);
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            private static async Task BeatAsync(int time, CancellationToken stop = default)
            {
                while (!stop.IsCancellationRequested)
                {
                    await Task.Delay(time, stop);
                }
            }
        }
        """);

    [Fact]
    public Task Scope_Without_A_Token_Gets_A_Source_Or_A_Parameter() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            public static async Task ExportAsync()
            {
                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    while (true)
                    {
                        await Task.Delay(1000);
                    }
                });
                await Task.Delay(10);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        while (!linkedToken.IsCancellationRequested)
                        {
                            await Task.Delay(1000, linkedToken);
                        }
                    });
                    await Task.Delay(10);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Scope_That_Only_Starts_The_Loop_Passes_Its_Token() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(CancellationToken token) => _ = {|LEAK004:Task.Run|}(async () =>
            {
                while (true)
                {
                    await Task.Delay(1000);
                    await Task.Delay(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
                }
            });

            public static void StartTicking(CancellationToken token)
            {
                _ = {|LEAK004:TickAsync|}();

                async Task TickAsync()
                {
                    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                    while (await timer.WaitForNextTickAsync())
                    {
                        Console.WriteLine("tick");
                    }
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(CancellationToken token) => _ = Task.Run(async () =>
            {
                while (!token.IsCancellationRequested)
                {
                    await Task.Delay(1000, token);
                    await Task.Delay(TimeSpan.FromSeconds(1), token).ConfigureAwait(false);
                }
            });

            public static void StartTicking(CancellationToken token)
            {
                _ = TickAsync();

                async Task TickAsync()
                {
                    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                    while (await timer.WaitForNextTickAsync(token))
                    {
                        Console.WriteLine("tick");
                    }
                }
            }
        }
        """);

    [Fact]
    [OnOldestRoslyn]
    public Task Old_Language_And_Framework() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(CancellationToken token)
            {
                var beat = {|LEAK004:Task.Run|}(async () =>
                {
                    while (true)
                        await Task.Delay(1000);
                });
                Task.Delay(10, token).Wait();
            }
        }
        """,
        """
        static class C
        {
            public static void Export(CancellationToken token)
            {
                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        var beat = Task.Run(async () =>
                        {
                            while (!linkedToken.IsCancellationRequested)
                                await Task.Delay(1000, linkedToken);
                        });
                        Task.Delay(10, token).Wait();
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
    public Task Wait_And_Loop_Of_One_Task_End_Together() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await parent.ReadAsync();
                    while (true)
                    {
                        await Task.Delay(1000);
                    }
                });
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
                        await parent.ReadAsync(linkedToken);
                        while (!linkedToken.IsCancellationRequested)
                        {
                            await Task.Delay(1000, linkedToken);
                        }
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
    public Task Loop_With_Several_Tokens_In_Reach_Is_Not_Passed_One() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void StartAll(CancellationToken quick, CancellationToken slow) => _ = {|LEAK004:Task.Run|}(async () =>
            {
                while (true)
                {
                    await Task.Delay(1000);
                }
            });
        }
        """);

    [Fact]
    public Task Loop_That_Tests_A_Token_That_Nothing_Cancels_Tests_The_Linked_One() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    CancellationToken none = default;
                    Console.WriteLine(none.CanBeCanceled);
                    while (!none.IsCancellationRequested)
                    {
                        await Task.Yield();
                    }
                });
                await Task.Delay(10, token);
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
                    _ = Task.Run(async () =>
                    {
                        CancellationToken none = default;
                        Console.WriteLine(none.CanBeCanceled);
                        while (!linkedToken.IsCancellationRequested)
                        {
                            await Task.Yield();
                        }
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
    public Task Function_That_Gives_A_Value_Must_Not_Come_To_Its_End() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK004:Task.Run|}(BeatAsync);
                Func<Task> busy = () =>
                {
                    while (true)
                    {
                        Thread.Sleep(1000);
                    }
                };
                _ = {|LEAK004:Task.Run|}(busy);
                await Task.Delay(10, token);

                async Task<int> BeatAsync()
                {
                    while (true)
                    {
                        await Task.Delay(1000);
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Loop_Of_A_Thread_Would_End_The_Process() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static void Export(CancellationToken token)
            {
                new Thread(() =>
                {
                    while (true)
                    {
                        Task.Delay(1000).Wait();
                    }
                }).{|LEAK004:Start|}();
                Task.Delay(10, token).Wait();
            }
        }
        """);
}
