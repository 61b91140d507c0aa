namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>LEAK004: tests, in each kind of function, the linked <c>CancellationTokenSource</c> that the fix adds.</summary>
public class EndlessLoopScopeTests
{
    [Fact]
    public Task Every_Kind_Of_Scope() => VerifyFix.Links(
        """
        class C
        {
            private readonly Func<CancellationToken, Task> _export = async token =>
            {
                _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(100); } });
                await Task.Delay(10, token);
            };

            private int _value;

            public C(CancellationToken token)
            {
                _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(100); } });
                Thread.Sleep(10);
            }

            public int P
            {
                get
                {
                    _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(100); } });
                    Thread.Sleep(10);
                    return _value;
                }

                set
                {
                    _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(100); } });
                    Thread.Sleep(value);
                    _value = value;
                }
            }

            public static async IAsyncEnumerable<int> ItemsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
            {
                _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(100); } });
                await Task.Delay(10, token);
                yield return 1;
            }

            public static void Export(CancellationToken token)
            {
                ExportAll();

                void ExportAll()
                {
                    foreach (int item in new[] { 1, 2 })
                    {
                        _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(100); } });
                        Task.Delay(item, token).Wait();
                    }
                }
            }

            public static int operator +(C left, CancellationToken token)
            {
                _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(100); } });
                Thread.Sleep(10);
                return 1;
            }
        }
        """,
        """
        class C
        {
            private readonly Func<CancellationToken, Task> _export = async token =>
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => { while (!linkedToken.IsCancellationRequested) { await Task.Delay(100, linkedToken); } });
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            };

            private int _value;

            public C(CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => { while (!linkedToken.IsCancellationRequested) { await Task.Delay(100, linkedToken); } });
                    Thread.Sleep(10);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public int P
            {
                get
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => { while (!scopeToken.IsCancellationRequested) { await Task.Delay(100, scopeToken); } });
                        Thread.Sleep(10);
                        return _value;
                    }
                    finally
                    {
                        scopeCts.Cancel();
                    }
                }

                set
                {
                    using var scopeCts2 = new CancellationTokenSource();
                    CancellationToken scopeToken2 = scopeCts2.Token;
                    try
                    {
                        _ = Task.Run(async () => { while (!scopeToken2.IsCancellationRequested) { await Task.Delay(100, scopeToken2); } });
                        Thread.Sleep(value);
                        _value = value;
                    }
                    finally
                    {
                        scopeCts2.Cancel();
                    }
                }
            }

            public static async IAsyncEnumerable<int> ItemsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => { while (!linkedToken.IsCancellationRequested) { await Task.Delay(100, linkedToken); } });
                    await Task.Delay(10, token);
                    yield return 1;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            public static void Export(CancellationToken token)
            {
                ExportAll();

                void ExportAll()
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        foreach (int item in new[] { 1, 2 })
                        {
                            _ = Task.Run(async () => { while (!linkedToken.IsCancellationRequested) { await Task.Delay(100, linkedToken); } });
                            Task.Delay(item, token).Wait();
                        }
                    }
                    finally
                    {
                        linkedCts.Cancel();
                    }
                }
            }

            public static int operator +(C left, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => { while (!linkedToken.IsCancellationRequested) { await Task.Delay(100, linkedToken); } });
                    Thread.Sleep(10);
                    return 1;
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Program_Is_Wrapped() => VerifyFix.Links(
        """
        Console.WriteLine(0);
        foreach (string arg in args)
        {
            _ = {|LEAK004:Task.Run|}(async () =>
            {
                while (true)
                {
                    await Task.Delay(100);
                }
            });
        }
        await Task.Delay(10);
        """,
        """
        Console.WriteLine(0);
        using var scopeCts = new CancellationTokenSource();
        CancellationToken scopeToken = scopeCts.Token;
        try
        {
            foreach (string arg in args)
            {
                _ = Task.Run(async () =>
                {
                    while (!scopeToken.IsCancellationRequested)
                    {
                        await Task.Delay(100, scopeToken);
                    }
                });
            }
            await Task.Delay(10);
        }
        finally
        {
            await scopeCts.CancelAsync();
        }
        """,
        Setup.Default with { Output = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication });

    [Fact]
    public Task Starts_Of_One_Scope_Share_A_Source() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    while (true)
                    {
                        await Task.Delay(100);
                    }
                });

                _ = {|LEAK004:Task.Run|}(async () =>
                {
                    for (;;)
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
                            await Task.Delay(100, linkedToken);
                        }
                    });

                    _ = Task.Run(async () =>
                    {
                        for (; !linkedToken.IsCancellationRequested;)
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
                            await Task.Delay(100, linkedToken);
                        }
                    });

                    _ = {|LEAK004:Task.Run|}(async () =>
                    {
                        for (;;)
                        {
                            await Task.Delay(1000);
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
    public Task Loops_In_Several_Files() => VerifyFix.PassesIn(
        [
            """
            static class C
            {
                public static void Start(CancellationToken token)
                {
                    _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(100); } });
                }
            }
            """,
            """
            static class D
            {
                public static void Start(CancellationToken stop) => _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(100); } });
            }
            """,
        ],
        [
            """
            static class C
            {
                public static void Start(CancellationToken token)
                {
                    _ = Task.Run(async () => { while (!token.IsCancellationRequested) { await Task.Delay(100, token); } });
                }
            }
            """,
            """
            static class D
            {
                public static void Start(CancellationToken stop) => _ = Task.Run(async () => { while (!stop.IsCancellationRequested) { await Task.Delay(100, stop); } });
            }
            """,
        ]);
}
