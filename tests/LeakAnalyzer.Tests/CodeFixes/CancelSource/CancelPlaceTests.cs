using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.CodeFixes.CancelSource;

/// <summary>LEAK003: tests that the <c>Cancel</c> call which the fix adds fits into the code around it.</summary>
public class CancelPlaceTests
{
    [Fact]
    public Task Every_Kind_Of_Scope() => VerifyFix.Cancels(
        """
        class C
        {
            private readonly Func<ChannelReader<int>, Task> _export = async parent =>
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                await Task.Delay(10);
            };

            public C(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                Thread.Sleep(10);
            }

            public int this[ChannelReader<int> parent]
            {
                get
                {
                    using var {|LEAK003:cts|} = new CancellationTokenSource();
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    return 1;
                }
            }

            public static implicit operator C(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                return new C(parent);
            }

            public static void Export(ChannelReader<int> parent)
            {
                ExportAll();

                void ExportAll()
                {
                    using var {|LEAK003:cts|} = new CancellationTokenSource();
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    Thread.Sleep(10);
                }
            }

            public static IEnumerable<int> Items(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                yield return 1;
            }

            public static void Export(ChannelReader<int> parent, int[] items)
            {
                foreach (int item in items)
                {
                    using var {|LEAK003:cts|} = new CancellationTokenSource();
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    if (item == 0)
                    {
                        continue;
                    }

                    Thread.Sleep(10);
                }
            }

            public static async Task LockedAsync(ChannelReader<int> parent, object gate)
            {
                lock (gate)
                {
                    using var {|LEAK003:cts|} = new CancellationTokenSource();
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                }

                await Task.Delay(10);
            }

            public static void OnOneLine(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource(); _ = Task.Run(async () => await parent.ReadAsync(cts.Token)); }
        }
        """,
        """
        class C
        {
            private readonly Func<ChannelReader<int>, Task> _export = async parent =>
            {
                using var cts = new CancellationTokenSource();
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    await Task.Delay(10);
                }
                finally
                {
                    await cts.CancelAsync();
                }
            };

            public C(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    Thread.Sleep(10);
                }
                finally
                {
                    cts.Cancel();
                }
            }

            public int this[ChannelReader<int> parent]
            {
                get
                {
                    using var cts = new CancellationTokenSource();
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                        return 1;
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            }

            public static implicit operator C(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    return new C(parent);
                }
                finally
                {
                    cts.Cancel();
                }
            }

            public static void Export(ChannelReader<int> parent)
            {
                ExportAll();

                void ExportAll()
                {
                    using var cts = new CancellationTokenSource();
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                        Thread.Sleep(10);
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            }

            public static IEnumerable<int> Items(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    yield return 1;
                }
                finally
                {
                    cts.Cancel();
                }
            }

            public static void Export(ChannelReader<int> parent, int[] items)
            {
                foreach (int item in items)
                {
                    using var cts = new CancellationTokenSource();
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                        if (item == 0)
                        {
                            continue;
                        }

                        Thread.Sleep(10);
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            }

            public static async Task LockedAsync(ChannelReader<int> parent, object gate)
            {
                lock (gate)
                {
                    using var cts = new CancellationTokenSource();
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }

                await Task.Delay(10);
            }

            public static void OnOneLine(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                }
                finally
                {
                    cts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Program_Is_Wrapped() => VerifyFix.Cancels(
        """
        Console.WriteLine(0);
        using var {|LEAK003:cts|} = new CancellationTokenSource();
        CancellationToken stop = cts.Token;
        foreach (string arg in args)
        {
            _ = Task.Run(async () => await PumpAsync(stop));
        }
        Console.WriteLine(1);

        static async Task PumpAsync(CancellationToken token) => await Task.Delay(-1, token);
        """,
        """
        Console.WriteLine(0);
        using var cts = new CancellationTokenSource();
        CancellationToken stop = cts.Token;
        try
        {
            foreach (string arg in args)
            {
                _ = Task.Run(async () => await PumpAsync(stop));
            }
            Console.WriteLine(1);
        }
        finally
        {
            cts.Cancel();
        }

        static async Task PumpAsync(CancellationToken token) => await Task.Delay(-1, token);
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Local_Functions_At_The_End_Stay_There_And_Those_Between_Go_In() => VerifyFix.Cancels(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var {|LEAK003:cts|} = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = PumpAsync();
                int count = parent.Count;
                await ShowAsync();

                async Task ShowAsync()
                {
                    await Task.Delay(count);
                }

                async Task PumpAsync() => await parent.ReadAsync(stop);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var cts = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                try
                {
                    _ = PumpAsync();
                    int count = parent.Count;
                    await ShowAsync();

                    async Task ShowAsync()
                    {
                        await Task.Delay(count);
                    }

                    async Task PumpAsync() => await parent.ReadAsync(stop);
                }
                finally
                {
                    await cts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Sources_After_Each_Other_Nest() => VerifyFix.Cancels(
        """
        static class C {
            public static void Export(ChannelReader<int> parent) {
                using var {|LEAK003:first|} = new CancellationTokenSource();
                var firstToken = first.Token;
                using var {|LEAK003:@lock|} = new CancellationTokenSource();
                var secondToken = @lock.Token;
                _ = Task.Run(async () => await parent.ReadAsync(firstToken));
                _ = Task.Run(async () => await parent.ReadAsync(secondToken)); // too
                Thread.Sleep(10);
            }
        }
        """,
        """
        static class C {
            public static void Export(ChannelReader<int> parent) {
                using var first = new CancellationTokenSource();
                var firstToken = first.Token;
                try {
                    using var @lock = new CancellationTokenSource();
                    var secondToken = @lock.Token;
                    try {
                        _ = Task.Run(async () => await parent.ReadAsync(firstToken));
                        _ = Task.Run(async () => await parent.ReadAsync(secondToken)); // too
                        Thread.Sleep(10);
                    } finally {
                        @lock.Cancel();
                    }
                } finally {
                    first.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Sources_In_Several_Files() => VerifyFix.CancelsIn(
        [
            """
            static class C
            {
                public static void Export(ChannelReader<int> parent)
                {
                    using var {|LEAK003:cts|} = new CancellationTokenSource();
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                }
            }
            """,
            """
            static class D
            {
                public static void Export(ChannelReader<int> parent)
                {
                    var {|LEAK003:cts|} = new CancellationTokenSource();
                    var stop = cts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(stop));
                        Thread.Sleep(10);
                    }
                    finally
                    {
                        cts.Dispose();
                    }
                }
            }
            """,
        ],
        [
            """
            static class C
            {
                public static void Export(ChannelReader<int> parent)
                {
                    using var cts = new CancellationTokenSource();
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            }
            """,
            """
            static class D
            {
                public static void Export(ChannelReader<int> parent)
                {
                    var cts = new CancellationTokenSource();
                    var stop = cts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(stop));
                        Thread.Sleep(10);
                    }
                    finally
                    {
                        cts.Cancel();
                        cts.Dispose();
                    }
                }
            }
            """,
        ]);
}
