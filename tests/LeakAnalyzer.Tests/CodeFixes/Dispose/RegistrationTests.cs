using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.Dispose;

/// <summary>LEAK008: tests the fix that disposes a registration with a <c>using</c> declaration.</summary>
[OnOldestRoslyn]
public class RegistrationTests
{
    [Fact]
    public Task Dropped_In_An_Async_Scope_Is_Awaited() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                // Closed with the token.
                {|LEAK008:token.Register(connection.Dispose)|}; // at once
                await parent.ReadAsync(token);
            }

            public static async Task<int> ReadAsync(Action<Action<int>> ask, CancellationToken token)
            {
                var done = new TaskCompletionSource<int>();
                ask(answer => done.TrySetResult(answer));
                _ = {|LEAK008:token.Register(() => done.TrySetCanceled())|};
                return await done.Task;
            }

            public static async Task ReadAllAsync(ChannelReader<int> parent, CancellationToken token)
            {
                while (await parent.WaitToReadAsync(token))
                {
                    int item = 0;
                    {|LEAK008:token.UnsafeRegister(_ => Console.WriteLine(item), null)|};
                    item = await parent.ReadAsync(token);
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                // Closed with the token.
                await using var registration = token.Register(connection.Dispose); // at once
                await parent.ReadAsync(token);
            }

            public static async Task<int> ReadAsync(Action<Action<int>> ask, CancellationToken token)
            {
                var done = new TaskCompletionSource<int>();
                ask(answer => done.TrySetResult(answer));
                await using var registration = token.Register(() => done.TrySetCanceled());
                return await done.Task;
            }

            public static async Task ReadAllAsync(ChannelReader<int> parent, CancellationToken token)
            {
                while (await parent.WaitToReadAsync(token))
                {
                    int item = 0;
                    await using var registration = token.UnsafeRegister(_ => Console.WriteLine(item), null);
                    item = await parent.ReadAsync(token);
                }
            }
        }
        """);

    [Fact]
    public Task Scope_That_Is_Not_Async_Or_Leaves_Its_Context_Is_Not_Awaited() => VerifyFix.Disposes(
        """
        static class C
        {
            public static void Export(IDisposable connection, BlockingCollection<int> parent, CancellationToken token)
            {
                {|LEAK008:token.Register(connection.Dispose)|};
                parent.Take(token);
            }

            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                {|LEAK008:token.Register(connection.Dispose)|};
                await parent.ReadAsync(token).ConfigureAwait(false);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(IDisposable connection, BlockingCollection<int> parent, CancellationToken token)
            {
                using var registration = token.Register(connection.Dispose);
                parent.Take(token);
            }

            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                using var registration = token.Register(connection.Dispose);
                await parent.ReadAsync(token).ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task Local_That_Is_Left() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                var registration = {|LEAK008:token.Register(connection.Dispose)|};
                await parent.ReadAsync(token);
                registration.Dispose();
            }

            public static int Export(IDisposable connection, CancellationToken token)
            {
                CancellationTokenRegistration registration = {|LEAK008:token.Register(connection.Dispose)|};
                if (connection is IAsyncDisposable)
                {
                    return 1;
                }

                registration.Dispose();
                return 0;
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                await using var registration = token.Register(connection.Dispose);
                await parent.ReadAsync(token);
                registration.Dispose();
            }

            public static int Export(IDisposable connection, CancellationToken token)
            {
                using CancellationTokenRegistration registration = token.Register(connection.Dispose);
                if (connection is IAsyncDisposable)
                {
                    return 1;
                }

                registration.Dispose();
                return 0;
            }
        }
        """);

    [Fact]
    public Task Language_Without_Using_Declarations() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                {|LEAK008:token.Register(connection.Dispose)|};
                await parent.ReadAsync(token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                using (token.Register(connection.Dispose))
                {
                    await parent.ReadAsync(token);
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Registration_That_Is_Not_Awaitable() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                {|LEAK008:token.Register(connection.Dispose)|};
                await parent.ReadAsync(token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                using var registration = token.Register(connection.Dispose);
                await parent.ReadAsync(token);
            }
        }
        """,
        Setup.NetStandard20);

    [Fact]
    public Task Scope_That_Only_Registers() => VerifyFix.DoesNotDispose(
        """
        class C
        {
            private readonly List<IDisposable> _all = [];

            public C(IDisposable connection, CancellationToken token)
            {
                {|LEAK008:token.Register(connection.Dispose)|};
                Thread.Sleep(1);
            }

            public void Attach(IDisposable connection, CancellationToken token) => {|LEAK008:token.Register(connection.Dispose)|};

            public void Add(IDisposable connection, CancellationToken token)
            {
                {|LEAK008:token.Register(connection.Dispose)|};
                _all.Add(connection);
            }

            public async Task AddAllAsync(IDisposable[] connections, CancellationToken token)
            {
                foreach (IDisposable connection in connections)
                {
                    {|LEAK008:token.Register(connection.Dispose)|};
                }

                if (token.CanBeCanceled)
                {
                    {|LEAK008:token.Register(Clear)|};
                }

                await Task.Delay(10, token);
            }

            private void Clear() => _all.Clear();
        }
        """);

    [Fact]
    public Task Registration_Of_A_Branch_Or_In_A_Local_That_Comes_First() => VerifyFix.DoesNotDispose(
        """
        static class C
        {
            public static async Task BranchAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token, bool flag)
            {
                if (flag)
                    {|LEAK008:token.Register(connection.Dispose)|};
                await parent.ReadAsync(token);
            }

            public static async Task LaterAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token)
            {
                CancellationTokenRegistration registration;
                registration = {|LEAK008:token.Register(connection.Dispose)|};
                await parent.ReadAsync(token);
                registration.Dispose();
            }
        }
        """);

    [Fact]
    public Task Callback_Of_What_Is_Handed_Out() => VerifyFix.DoesNotDispose(
        """
        class C
        {
            private readonly Dictionary<int, TaskCompletionSource<int>> _pending = [];
            private TaskCompletionSource<int>? _last;

            public async Task<Task<int>> SendAsync(ChannelWriter<int> child, CancellationToken token)
            {
                var done = new TaskCompletionSource<int>();
                {|LEAK008:token.Register(() => done.TrySetCanceled())|};
                await child.WriteAsync(1, token);
                return done.Task;
            }

            public async Task AddAsync(ChannelWriter<int> child, CancellationToken token)
            {
                var done = new TaskCompletionSource<int>();
                _pending.Add(1, done);
                {|LEAK008:token.Register(state => ((TaskCompletionSource<int>)state!).TrySetCanceled(), done)|};
                await child.WriteAsync(1, token);
            }

            public async Task KeepAsync(ChannelWriter<int> child, CancellationToken token)
            {
                var done = new TaskCompletionSource<int>();
                _last = done;
                {|LEAK008:token.Register(() => done.TrySetCanceled())|};
                await child.WriteAsync(1, token);
                Console.WriteLine(_last);
            }
        }
        """);

    [Fact]
    public Task Lock_Cannot_Await() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, BlockingCollection<int> parent, CancellationToken token)
            {
                lock (parent)
                {
                    {|LEAK008:token.Register(connection.Dispose)|};
                    parent.Take(token);
                }

                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, BlockingCollection<int> parent, CancellationToken token)
            {
                lock (parent)
                {
                    using var registration = token.Register(connection.Dispose);
                    parent.Take(token);
                }

                await Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task Sections_Of_A_Switch_And_Names_That_Are_Taken() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token, int registration)
            {
                switch (registration)
                {
                    case 1:
                        {|LEAK008:token.Register(connection.Dispose)|};
                        await parent.ReadAsync(token);
                        break;
                }

                _ = {|LEAK008:token.Register(connection.Dispose)|};
                await parent.ReadAsync(token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(IDisposable connection, ChannelReader<int> parent, CancellationToken token, int registration)
            {
                switch (registration)
                {
                    case 1:
                        await using (token.Register(connection.Dispose))
                        {
                            await parent.ReadAsync(token);
                            break;
                        }
                }

                await using var registration2 = token.Register(connection.Dispose);
                await parent.ReadAsync(token);
            }
        }
        """);
}
