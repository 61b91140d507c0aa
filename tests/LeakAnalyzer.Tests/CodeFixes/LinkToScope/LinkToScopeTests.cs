using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests, in each kind of function, the linked <c>CancellationTokenSource</c> that the fix adds.</summary>
[OnOldestRoslyn]
public class LinkToScopeTests
{
    [Fact]
    public Task Async_Method_Cancels_Asynchronously() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
            {
                bool stopped = false;
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await parent.ReadAsync();
                    stopped = true;
                });

                while (!stopped)
                {
                    await Task.Delay(10, cancellationToken);
                }

                return 1;
            }
        }
        """,
        """
        static class C
        {
            public static async Task<int> ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
            {
                bool stopped = false;
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await parent.ReadAsync(linkedToken);
                        stopped = true;
                    });

                    while (!stopped)
                    {
                        await Task.Delay(10, cancellationToken);
                    }

                    return 1;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Async_Method_That_Leaves_Its_Context_Goes_On_Doing_So() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, cancellationToken).ConfigureAwait(false);
                await foreach (int item in parent.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                }
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
                    await Task.Delay(10, cancellationToken).ConfigureAwait(false);
                    await foreach (int item in parent.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                    {
                    }
                }
                finally
                {
                    await linkedCts.CancelAsync().ConfigureAwait(false);
                }
            }
        }
        """);

    [Fact]
    public Task Async_Method_Without_CancelAsync_Cancels() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
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
                    linkedCts.Cancel();
                }
            }
        }
        """,
        Setup.NetStandard20);

    [Fact]
    public Task Method_Without_A_Token_Gets_An_Unlinked_Source() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
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
    public Task Constructor_Is_Wrapped_After_Its_Initializer() => VerifyFix.Links(
        """
        class B
        {
            protected B(CancellationToken token) { }
        }

        class C : B
        {
            private readonly int _value;

            public C(ChannelReader<int> parent, CancellationToken token)
                : base(token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
                _value = 1;
            }

            public int Value => _value;
        }
        """,
        """
        class B
        {
            protected B(CancellationToken token) { }
        }

        class C : B
        {
            private readonly int _value;

            public C(ChannelReader<int> parent, CancellationToken token)
                : base(token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Thread.Sleep(10);
                    _value = 1;
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public int Value => _value;
        }
        """);

    [Fact]
    public Task Accessors_Are_Wrapped() => VerifyFix.Links(
        """
        class C
        {
            public int P
            {
                get
                {
                    _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                    Thread.Sleep(10);
                    return 1;
                }

                set
                {
                    _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                    Thread.Sleep(value);
                }
            }

            public event Action E
            {
                add
                {
                    _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                    Thread.Sleep(10);
                }

                remove { }
            }
        }
        """,
        """
        class C
        {
            public int P
            {
                get
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await Task.Delay(-1, scopeToken));
                        Thread.Sleep(10);
                        return 1;
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
                        _ = Task.Run(async () => await Task.Delay(-1, scopeToken2));
                        Thread.Sleep(value);
                    }
                    finally
                    {
                        scopeCts2.Cancel();
                    }
                }
            }

            public event Action E
            {
                add
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await Task.Delay(-1, scopeToken));
                        Thread.Sleep(10);
                    }
                    finally
                    {
                        scopeCts.Cancel();
                    }
                }

                remove { }
            }
        }
        """);

    [Fact]
    public Task Operator_Is_Wrapped() => VerifyFix.Links(
        """
        class C
        {
            public static C operator +(C left, C right)
            {
                _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                Thread.Sleep(10);
                return right;
            }
        }
        """,
        """
        class C
        {
            public static C operator +(C left, C right)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await Task.Delay(-1, scopeToken));
                    Thread.Sleep(10);
                    return right;
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Local_Function_Is_Wrapped_And_Not_The_Method_Around_It() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                await WorkAsync();

                async Task WorkAsync()
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                await WorkAsync();

                async Task WorkAsync()
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Lambdas_Are_Wrapped() => VerifyFix.Links(
        """
        class C
        {
            public Func<ChannelReader<int>, Task> Simple { get; } = async parent =>
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10);
            };

            public Action<ChannelReader<int>, CancellationToken> Parenthesized { get; } = (parent, token) =>
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            };

            public Action<ChannelReader<int>> Anonymous { get; } = delegate(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            };
        }
        """,
        """
        class C
        {
            public Func<ChannelReader<int>, Task> Simple { get; } = async parent =>
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    await Task.Delay(10);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            };

            public Action<ChannelReader<int>, CancellationToken> Parenthesized { get; } = (parent, token) =>
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

            public Action<ChannelReader<int>> Anonymous { get; } = delegate(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            };
        }
        """);

    [Fact]
    public Task Top_Level_Program_Is_Wrapped() => VerifyFix.Links(
        """
        // The program.
        Console.WriteLine(Make());

        // Listens.
        foreach (string arg in args)
        {
            _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
        }
        for (int i = 0; i < 10; i++)
        {
            await Task.Delay(10);
        }

        static int Make() => 1;

        class Other { }
        """,
        """
        // The program.
        Console.WriteLine(Make());

        using var scopeCts = new CancellationTokenSource();
        CancellationToken scopeToken = scopeCts.Token;
        try
        {
            // Listens.
            foreach (string arg in args)
            {
                _ = Task.Run(async () => await Task.Delay(-1, scopeToken));
            }
            for (int i = 0; i < 10; i++)
            {
                await Task.Delay(10);
            }
        }
        finally
        {
            await scopeCts.CancelAsync();
        }

        static int Make() => 1;

        class Other { }
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Top_Level_Program_Without_A_Last_Line_Break_Is_Wrapped() => VerifyFix.Links(
        """
        Console.WriteLine(args.Length);
        foreach (string arg in args)
        {
            _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
        }
        Thread.Sleep(10);
        """,
        """
        Console.WriteLine(args.Length);
        using var scopeCts = new CancellationTokenSource();
        CancellationToken scopeToken = scopeCts.Token;
        try
        {
            foreach (string arg in args)
            {
                _ = Task.Run(async () => await Task.Delay(-1, scopeToken));
            }
            Thread.Sleep(10);
        }
        finally
        {
            scopeCts.Cancel();
        }
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Iterators_Are_Wrapped() => VerifyFix.Links(
        """
        static class C
        {
            public static async IAsyncEnumerable<int> ReadAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                for (int i = 0; i < 10; i++)
                {
                    await Task.Delay(10);
                    yield return i;
                }
            }

            public static IEnumerable<int> Read(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                for (int i = 0; i < 10; i++)
                {
                    yield return i;
                }
            }
        }
        """,
        """
        static class C
        {
            public static async IAsyncEnumerable<int> ReadAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    for (int i = 0; i < 10; i++)
                    {
                        await Task.Delay(10);
                        yield return i;
                    }
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }

            public static IEnumerable<int> Read(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    for (int i = 0; i < 10; i++)
                    {
                        yield return i;
                    }
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Start_In_A_Loop_Is_Cancelled_At_The_Exit_And_Not_At_The_End_Of_Its_Iteration() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(IEnumerable<int> items, CancellationToken token)
            {
                Console.WriteLine();
                foreach (int item in items)
                {
                    if (item > 1)
                    {
                        _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                    }
                }

                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(IEnumerable<int> items, CancellationToken token)
            {
                Console.WriteLine();
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    foreach (int item in items)
                    {
                        if (item > 1)
                        {
                            _ = Task.Run(async () => await Task.Delay(-1, linkedToken));
                        }
                    }

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
    public Task Language_Without_Using_Declarations_Gets_A_Using_Statement() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                bool stopped = false;
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                while (!stopped)
                {
                    await Task.Delay(10);
                    Check();
                }

                void Check()
                {
                    stopped = true;
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                bool stopped = false;
                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        while (!stopped)
                        {
                            await Task.Delay(10);
                            Check();
                        }

                        void Check()
                        {
                            stopped = true;
                        }
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
}
