using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests the fix that passes the token of a new <c>CancellationTokenSource</c> to the loser of a race, and cancels it after the race.</summary>
public class LinkRaceTests
{
    [Fact]
    public Task Read_That_Loses_To_A_Delay() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine();

                // The first one.
                Task<int> read = {|LEAK005:parent.ReadAsync(token)|}.AsTask(); // or none
                if (await Task.WhenAny(read, Task.Delay(1000, token)) != read)
                {
                    throw new TimeoutException();
                }

                return await read;
            }
        }
        """,
        """
        static class C
        {
            public static async Task<int> ReadAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine();

                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    // The first one.
                    Task<int> read = parent.ReadAsync(linkedToken).AsTask(); // or none
                    if (await Task.WhenAny(read, Task.Delay(1000, token)) != read)
                    {
                        throw new TimeoutException();
                    }

                    return await read;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Operation_Without_A_Token_Links_To_The_One_In_Reach_Or_To_None() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task<bool> WaitAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Task<bool> wait = {|LEAK005:parent.WaitToReadAsync()|}.AsTask();
                Task first = await Task.WhenAny(wait, Task.Delay(1000, token));
                return first == wait;
            }

            public static bool Wait(ChannelReader<int> parent)
            {
                Task<bool> wait = {|LEAK005:parent.WaitToReadAsync()|}.AsTask();
                return Task.WaitAny(wait, Task.CompletedTask) == 0;
            }

            public static async Task<int> ReadAsync(ChannelReader<int> parent) =>
                await {|LEAK005:parent.ReadAsync()|}.AsTask().WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        }
        """,
        """
        static class C
        {
            public static async Task<bool> WaitAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    Task<bool> wait = parent.WaitToReadAsync(linkedToken).AsTask();
                    Task first = await Task.WhenAny(wait, Task.Delay(1000, token));
                    return first == wait;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            public static bool Wait(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    Task<bool> wait = parent.WaitToReadAsync(scopeToken).AsTask();
                    return Task.WaitAny(wait, Task.CompletedTask) == 0;
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }

            public static async Task<int> ReadAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    return await parent.ReadAsync(scopeToken).AsTask().WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
                }
                finally
                {
                    await scopeCts.CancelAsync().ConfigureAwait(false);
                }
            }
        }
        """);

    [Fact]
    public Task Present_Token_Wins_Over_Others_In_Reach() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken token, CancellationToken other)
            {
                await Task.WhenAny({|LEAK005:parent.ReadAsync(token)|}.AsTask(), Task.Delay(1000, other));
                other.ThrowIfCancellationRequested();
            }
        }
        """,
        """
        static class C
        {
            public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken token, CancellationToken other)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    await Task.WhenAny(parent.ReadAsync(linkedToken).AsTask(), Task.Delay(1000, other));
                    other.ThrowIfCancellationRequested();
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Delay_That_Loses() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task<bool> RunAsync(Task work, CancellationToken token)
            {
                return await Task.WhenAny(work, {|LEAK009:Task.Delay(60000)|}) == work;
            }

            public static async Task RunAllAsync(Func<Task> next)
            {
                while (true)
                {
                    Task work = next();
                    Task delay = {|LEAK009:Task.Delay(60000)|};
                    if (await Task.WhenAny(work, delay) == delay)
                    {
                        break;
                    }

                    await work;
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task<bool> RunAsync(Task work, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    return await Task.WhenAny(work, Task.Delay(60000, linkedToken)) == work;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            public static async Task RunAllAsync(Func<Task> next)
            {
                while (true)
                {
                    Task work = next();
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        Task delay = Task.Delay(60000, scopeToken);
                        if (await Task.WhenAny(work, delay) == delay)
                        {
                            break;
                        }

                        await work;
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task In_A_Loop_The_Source_Lives_For_An_Iteration() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ChannelReader<int> other, CancellationToken token)
            {
                Console.WriteLine();
                while (!token.IsCancellationRequested)
                {
                    Console.WriteLine(1);

                    var first = {|LEAK005:parent.WaitToReadAsync(token)|}.AsTask();
                    var second = {|LEAK005:other.WaitToReadAsync(token)|}.AsTask();
                    if (await Task.WhenAny(first, second) == first)
                    {
                        continue;
                    }

                    Console.WriteLine(2);
                }

                foreach (int i in new[] { 1, 2 })
                {
                    await Task.WhenAny({|LEAK005:parent.WaitToReadAsync()|}.AsTask(), Task.Delay(1, token));
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ChannelReader<int> other, CancellationToken token)
            {
                Console.WriteLine();
                while (!token.IsCancellationRequested)
                {
                    Console.WriteLine(1);

                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        var first = parent.WaitToReadAsync(linkedToken).AsTask();
                        var second = other.WaitToReadAsync(linkedToken).AsTask();
                        if (await Task.WhenAny(first, second) == first)
                        {
                            continue;
                        }

                        Console.WriteLine(2);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }

                foreach (int i in new[] { 1, 2 })
                {
                    using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken2 = linkedCts2.Token;
                    try
                    {
                        await Task.WhenAny(parent.WaitToReadAsync(linkedToken2).AsTask(), Task.Delay(1, token));
                    }
                    finally
                    {
                        await linkedCts2.CancelAsync();
                    }
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ChannelReader<int> other, CancellationToken token)
            {
                Console.WriteLine();
                while (!token.IsCancellationRequested)
                {
                    Console.WriteLine(1);

                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        var first = parent.WaitToReadAsync(linkedToken).AsTask();
                        var second = {|LEAK005:other.WaitToReadAsync(token)|}.AsTask();
                        if (await Task.WhenAny(first, second) == first)
                        {
                            continue;
                        }

                        Console.WriteLine(2);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }

                foreach (int i in new[] { 1, 2 })
                {
                    using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken2 = linkedCts2.Token;
                    try
                    {
                        await Task.WhenAny(parent.WaitToReadAsync(linkedToken2).AsTask(), Task.Delay(1, token));
                    }
                    finally
                    {
                        await linkedCts2.CancelAsync();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Both_In_A_Loop_And_Around_It() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                await Task.WhenAny({|LEAK005:parent.WaitToReadAsync(token)|}.AsTask(), Task.Delay(1, token));
                do
                {
                    for (int i = 0; i < 3; i++)
                    {
                        await Task.WhenAny({|LEAK005:parent.WaitToReadAsync(token)|}.AsTask(), Task.Delay(1, token));
                    }
                }
                while (parent.Count > 0);
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
                    await Task.WhenAny(parent.WaitToReadAsync(linkedToken).AsTask(), Task.Delay(1, token));
                    do
                    {
                        for (int i = 0; i < 3; i++)
                        {
                            using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(token);
                            CancellationToken linkedToken2 = linkedCts2.Token;
                            try
                            {
                                await Task.WhenAny(parent.WaitToReadAsync(linkedToken2).AsTask(), Task.Delay(1, token));
                            }
                            finally
                            {
                                await linkedCts2.CancelAsync();
                            }
                        }
                    }
                    while (parent.Count > 0);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Several_Operands_Share_One_Source() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ChannelReader<int> other, CancellationToken token)
            {
                await Task.WhenAny({|LEAK005:parent.ReadAsync(token)|}.AsTask(), {|LEAK005:other.ReadAsync(cancellationToken: token)|}.AsTask());
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, ChannelReader<int> other, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    await Task.WhenAny(parent.ReadAsync(linkedToken).AsTask(), other.ReadAsync(cancellationToken: linkedToken).AsTask());
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
            public static async Task ExportAsync(ChannelReader<int> parent, ChannelReader<int> other, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    await Task.WhenAny(parent.ReadAsync(linkedToken).AsTask(), {|LEAK005:other.ReadAsync(cancellationToken: token)|}.AsTask());
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Delay_Of_The_Same_Race_Then_Gets_The_Same_Token() => VerifyFix.Passes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        await Task.WhenAny(parent.ReadAsync(linkedToken).AsTask(), {|LEAK009:Task.Delay(60000)|});
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        await Task.WhenAny(parent.ReadAsync(linkedToken).AsTask(), Task.Delay(60000, linkedToken));
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
    public Task Read_Of_The_Same_Race_Then_Gets_The_Same_Token() => VerifyFix.Passes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    await Task.WhenAny({|LEAK005:parent.ReadAsync()|}.AsTask(), Task.Delay(1000, scopeToken));
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }

            public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken token)
            {
                await {|LEAK005:parent.ReadAsync()|}.AsTask().WaitAsync(token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    await Task.WhenAny(parent.ReadAsync(scopeToken).AsTask(), Task.Delay(1000, scopeToken));
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }

            public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken token)
            {
                await parent.ReadAsync(token).AsTask().WaitAsync(token);
            }
        }
        """);

    [Fact]
    [OnOldestRoslyn]
    public Task Old_Language_And_Missing_Using_Directive() => VerifyFix.Links(
        """
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                while (true)
                {
                    await Task.WhenAny({|LEAK005:parent.ReadAsync()|}.AsTask(), Task.CompletedTask);
                }
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                while (true)
                {
                    using (var scopeCts = new CancellationTokenSource())
                    {
                        CancellationToken scopeToken = scopeCts.Token;
                        try
                        {
                            await Task.WhenAny(parent.ReadAsync(scopeToken).AsTask(), Task.CompletedTask);
                        }
                        finally
                        {
                            scopeCts.Cancel();
                        }
                    }
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3, WithoutUsings = true });

    [Fact]
    public Task Lambda_Local_Function_And_Program() => VerifyFix.Links(
        """
        var channel = Channel.CreateUnbounded<int>();
        Func<ChannelReader<int>, CancellationToken, Task> read = async (parent, token) => await Task.WhenAny({|LEAK005:parent.ReadAsync(token)|}.AsTask(), Task.Delay(1, token));
        await read(channel, default);
        await PumpAsync(channel, default);
        while (channel.Reader.Count > 0)
        {
            await Task.WhenAny(Task.CompletedTask, PumpAsync(channel, default));
        }

        async Task PumpAsync(ChannelReader<int> parent, CancellationToken token)
        {
            await Task.WhenAny({|LEAK005:parent.ReadAsync(token)|}.AsTask(), Task.Delay(1, token));
        }
        """,
        """
        var channel = Channel.CreateUnbounded<int>();
        Func<ChannelReader<int>, CancellationToken, Task> read = async (parent, token) =>
        {
            using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
            CancellationToken linkedToken = linkedCts.Token;
            try
            {
                await Task.WhenAny(parent.ReadAsync(linkedToken).AsTask(), Task.Delay(1, token));
            }
            finally
            {
                await linkedCts.CancelAsync();
            }
        };
        await read(channel, default);
        await PumpAsync(channel, default);
        while (channel.Reader.Count > 0)
        {
            await Task.WhenAny(Task.CompletedTask, PumpAsync(channel, default));
        }

        async Task PumpAsync(ChannelReader<int> parent, CancellationToken token)
        {
            using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(token);
            CancellationToken linkedToken2 = linkedCts2.Token;
            try
            {
                await Task.WhenAny(parent.ReadAsync(linkedToken2).AsTask(), Task.Delay(1, token));
            }
            finally
            {
                await linkedCts2.CancelAsync();
            }
        }
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Race_In_A_Loop_Of_A_Program() => VerifyFix.Links(
        """
        int turns = 3;
        while (turns-- > 0)
        {
            Console.WriteLine();
            await Task.WhenAny({|LEAK009:Task.Delay(60000)|}, Next());
        }

        Task Next() => Task.CompletedTask;
        """,
        """
        int turns = 3;
        while (turns-- > 0)
        {
            Console.WriteLine();
            using var scopeCts = new CancellationTokenSource();
            CancellationToken scopeToken = scopeCts.Token;
            try
            {
                await Task.WhenAny(Task.Delay(60000, scopeToken), Next());
            }
            finally
            {
                await scopeCts.CancelAsync();
            }
        }

        Task Next() => Task.CompletedTask;
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Timeouts_That_Are_Caught_And_Sections_Of_A_Switch() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, int kind)
            {
                for (;;)
                {
                    // Once a second.
                    try
                    {
                        int item = await {|LEAK005:parent.ReadAsync()|}.AsTask().WaitAsync(TimeSpan.FromSeconds(1));
                        switch (item)
                        {
                            case 0:
                                return;
                            default:
                                break;
                        }
                    }
                    catch (TimeoutException)
                    {
                        Console.WriteLine(@"
        late");
                    }
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, int kind)
            {
                for (;;)
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        // Once a second.
                        try
                        {
                            int item = await parent.ReadAsync(scopeToken).AsTask().WaitAsync(TimeSpan.FromSeconds(1));
                            switch (item)
                            {
                                case 0:
                                    return;
                                default:
                                    break;
                            }
                        }
                        catch (TimeoutException)
                        {
                            Console.WriteLine(@"
        late");
                        }
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Infinite_Delay() => VerifyFix.Links(
        """
        class C
        {
            public static async Task WaitAsync(Task stop, CancellationToken token)
            {
                await Task.WhenAny(stop, {|LEAK005:Task.Delay(Timeout.Infinite, token)|}).Unwrap();
            }
        }
        """,
        """
        class C
        {
            public static async Task WaitAsync(Task stop, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    await Task.WhenAny(stop, Task.Delay(Timeout.Infinite, linkedToken)).Unwrap();
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Race_Beside_A_Jump_Back_That_Does_Not_Repeat_It() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                again:
                if (!parent.TryRead(out int item) && item < 0)
                {
                    goto again;
                }

                await Task.WhenAny({|LEAK005:parent.ReadAsync(token)|}.AsTask(), Task.Delay(1000, token));
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                again:
                if (!parent.TryRead(out int item) && item < 0)
                {
                    goto again;
                }

                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    await Task.WhenAny(parent.ReadAsync(linkedToken).AsTask(), Task.Delay(1000, token));
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);
}
