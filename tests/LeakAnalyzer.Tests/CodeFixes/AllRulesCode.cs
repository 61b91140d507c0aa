namespace LeakAnalyzer.Tests.CodeFixes;

/// <summary>Code with a report of each rule that has a fix, and for each kind of fix.</summary>
internal static class AllRulesCode
{
    /// <summary>The rule of the only report without a fix: the exception of a cancelled wait would crash the process.</summary>
    public const string Left = "LEAK001";

    /// <summary>The ids of the rules that have fixes.</summary>
    public static readonly string[] Ids =
    [
        "LEAK001", "LEAK002", "LEAK003", "LEAK004", "LEAK005", "LEAK006", "LEAK007", "LEAK008", "LEAK009", "LEAK010",
    ];

    public const string Text = """
        using System;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        namespace Consumer;

        public static class Rules
        {
            public static async Task LinkedAsync(ChannelReader<int> reader, CancellationToken token)
            {
                _ = Task.Run(async () => await reader.ReadAsync());
                await Task.Delay(10, token);
            }

            public static void Passed(ChannelReader<int> reader, CancellationToken token) => _ = Task.Run(async () => await reader.ReadAsync());

            public static async void Left(ChannelReader<int> reader) => await reader.ReadAsync();

            public static void CallsLeft(ChannelReader<int> reader) => Left(reader);

            public static async Task OutlivesAsync(ChannelReader<int> reader, CancellationToken token)
            {
                _ = Task.Run(async () => await reader.ReadAsync(token));
                await Task.Delay(10, token);
            }

            public static void Source(ChannelReader<int> reader)
            {
                using var cts = new CancellationTokenSource();
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(stop));
                Thread.Sleep(10);
            }

            public static async Task LoopAsync(CancellationToken token)
            {
                _ = Task.Run(async () =>
                {
                    while (true)
                    {
                        await Task.Delay(100);
                    }
                });
                await Task.Delay(10, token);
            }

            public static async Task<bool> RaceAsync(ChannelReader<int> reader)
            {
                Task late = Task.Delay(60000);
                Console.WriteLine("race");
                Task read = reader.ReadAsync().AsTask();
                return await Task.WhenAny(read, late) == read;
            }

            public static void Promise()
            {
                var done = new TaskCompletionSource();
                _ = Task.Run(async () => await done.Task);
            }

            public static async Task LinkAsync(ChannelReader<int> reader, CancellationToken one, CancellationToken other)
            {
                var cts = CancellationTokenSource.CreateLinkedTokenSource(one, other);
                await reader.WaitToReadAsync(cts.Token);
            }

            public static async Task RegisterAsync(IDisposable connection, ChannelReader<int> reader, CancellationToken token)
            {
                token.Register(connection.Dispose);
                await reader.ReadAsync(token);
            }
        }

        public sealed class Starter : IDisposable
        {
            private readonly string _name = "";

            public void Start(ChannelReader<int> reader)
            {
                _ = Task.Run(async () => await reader.ReadAsync());
            }

            public void Dispose()
            {
                Console.WriteLine(_name);
            }
        }

        public sealed class Owner : IDisposable
        {
            private readonly Task _loop;

            public Owner(ChannelReader<int> reader, CancellationToken token)
            {
                _loop = Task.Run(async () => await reader.ReadAsync(token));
            }

            public void Dispose()
            {
                Console.WriteLine("disposed");
            }
        }

        """;
}
