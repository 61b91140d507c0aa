namespace LeakAnalyzer.Tests.CodeFixes.Reports;

/// <summary>Tests methods that return a task and aren't async: a fix that cancels on exit would do so before the task completes.</summary>
public class HandedOutTaskTests
{
    [Fact]
    public Task Scope_That_Hands_Out_A_Task_Is_Not_Linked() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            public static Task ExportAsync(ChannelReader<int> parent, int[] items, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Task all = Task.CompletedTask;
                foreach (int item in items)
                {
                    all = Task.WhenAll(all, Task.Delay(item, token));
                }

                return all;
            }

            public static ValueTask<int> ReadAsync(ChannelReader<int> parent, ChannelReader<int> ticks, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () => await ticks.ReadAsync(token));
                Thread.Sleep(10);
                return token.IsCancellationRequested ? default : parent.ReadAsync(token);
            }

            public static IAsyncEnumerable<int> ReadAllAsync(ChannelReader<int> parent, ChannelReader<int> ticks, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () => await ticks.ReadAsync(token));
                Thread.Sleep(10);
                return parent.ReadAllAsync(token);
            }
        }
        """);

    [Fact]
    public Task Scope_That_Hands_Out_A_Completed_Task_Is_Linked() => VerifyFix.Links(
        """
        static class C
        {
            public static Task<int> CountAsync(ChannelReader<int> parent, int[] items, CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () => await parent.ReadAsync(token));
                foreach (int item in items)
                {
                    if (item < 0)
                    {
                        return Task.FromException<int>(new InvalidOperationException());
                    }
                }

                Func<Task> later = () => Task.Delay(10, token);
                return items.Length > 0 ? Task.FromResult(items.Length) : Task.FromCanceled<int>(token);
            }
        }
        """,
        """
        static class C
        {
            public static Task<int> CountAsync(ChannelReader<int> parent, int[] items, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    foreach (int item in items)
                    {
                        if (item < 0)
                        {
                            return Task.FromException<int>(new InvalidOperationException());
                        }
                    }

                    Func<Task> later = () => Task.Delay(10, token);
                    return items.Length > 0 ? Task.FromResult(items.Length) : Task.FromCanceled<int>(token);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Registration_Beside_A_Task_That_Is_Handed_Out_Is_Not_Disposed() => VerifyFix.DoesNotDispose(
        """
        class C
        {
            private readonly TaskCompletionSource<int> _done = new TaskCompletionSource<int>();

            public Task<int> ReadAsync(CancellationToken token)
            {
                {|LEAK008:token.Register(() => _done.TrySetCanceled())|};
                Thread.Sleep(10);
                return _done.Task;
            }
        }
        """);

    [Fact]
    public Task Registration_Beside_A_Completed_Task_Is_Disposed() => VerifyFix.Disposes(
        """
        static class C
        {
            public static ValueTask<int> SleepAsync(IDisposable connection, CancellationToken token)
            {
                {|LEAK008:token.Register(connection.Dispose)|};
                Thread.Sleep(10);
                return new ValueTask<int>(10);
            }
        }
        """,
        """
        static class C
        {
            public static ValueTask<int> SleepAsync(IDisposable connection, CancellationToken token)
            {
                using var registration = token.Register(connection.Dispose);
                Thread.Sleep(10);
                return new ValueTask<int>(10);
            }
        }
        """);

    [Fact]
    public Task Source_That_Nobody_Disposes_Is_Not_Cancelled_Beside_A_Task_That_Is_Handed_Out() => VerifyFix.DoesNotCancel(
        """
        static class C
        {
            public static Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                var {|LEAK003:ticking|} = new CancellationTokenSource();
                CancellationToken tick = ticking.Token;
                _ = Task.Run(async () => await parent.ReadAsync(tick));
                return Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task Source_That_The_Scope_Disposes_Is_Cancelled_Beside_A_Task_That_Is_Handed_Out() => VerifyFix.Cancels(
        """
        static class C
        {
            public static Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var {|LEAK003:ticking|} = new CancellationTokenSource();
                CancellationToken tick = ticking.Token;
                _ = Task.Run(async () => await parent.ReadAsync(tick));
                return Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var ticking = new CancellationTokenSource();
                CancellationToken tick = ticking.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(tick));
                    return Task.Delay(10, token);
                }
                finally
                {
                    ticking.Cancel();
                }
            }
        }
        """);
}
