namespace LeakAnalyzer.Volume.Tests;

/// <summary>Code whose fix has a right result. <see cref="CheckingTests"/> applies the fix and then damages the result.</summary>
internal static class FixedCode
{
    /// <summary>A task that nobody awaits.</summary>
    public const string Waiting =
        """
        using System;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            // Runs.
            public static async Task Run(ChannelReader<int> reader, CancellationToken token)
            {
                /* starts */
                _ = /* kept */ Task.Run(async () => await reader.ReadAsync()); // goes on
                string text = @"one
                  two";
                await Task.Delay(text.Length, token);
            }

            public static int Twice(int number) => number * 2;

            public static int Thrice(int number)
            {
                return number * 3;
            }
        }
        """;

    /// <summary>A linked source that nobody disposes. It is created inside an argument.</summary>
    public const string Registering =
        """
        using System;
        using System.Threading;

        static class C
        {
            public static void Run(CancellationToken token, object gate)
            {
                Console.WriteLine();
                lock (gate)
                {
                    Console.WriteLine(CancellationTokenSource.CreateLinkedTokenSource(token /* given */).Token.CanBeCanceled);
                }
            }
        }
        """;

    /// <summary>A disposable type with a task in a field.</summary>
    public const string Owning =
        """
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        sealed class C : IAsyncDisposable
        {
            private readonly Task _loop;

            public C() => _loop = Task.Run(async () => await Task.Delay(-1));

            public ValueTask DisposeAsync()
            {
                Console.WriteLine();
                return default;
            }
        }
        """;

    /// <summary>A <c>CancellationTokenSource</c> whose <c>Cancel</c> call an exception skips. The fix must not change the other <c>Cancel</c> call.</summary>
    public const string Cancelling =
        """
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            public static void Run(ChannelReader<int> reader)
            {
                var cts = new CancellationTokenSource();
                _ = Task.Run(async () => await reader.ReadAsync(cts.Token));
                System.Console.ReadLine();
                Cancel(null);
                cts.Cancel();
            }

            private static void Cancel(CancellationTokenSource cts)
            {
                cts.Cancel();
            }
        }
        """;

    /// <summary>A channel that isn't completed after a caught exception.</summary>
    public const string Completing =
        """
        using System;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            public static async Task Run()
            {
                var rows = Channel.CreateUnbounded<int>();
                Task all = ReadAsync(rows.Reader);
                try
                {
                    await ReadAsync(null);
                    rows.Writer.Complete();
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                }

                await all;
            }

            private static async Task ReadAsync(ChannelReader<int> reader) => await reader.WaitToReadAsync();
        }
        """;

    /// <summary>A method that has a token, and does nothing but start a loop.</summary>
    public const string Starting =
        """
        using System.Threading;
        using System.Threading.Tasks;

        static class C
        {
            public static void Run(CancellationToken token) => _ = Task.Run(() => LoopAsync());

            private static async Task LoopAsync()
            {
                while (true)
                {
                    await Task.Delay(1000);
                }
            }
        }
        """;
}
