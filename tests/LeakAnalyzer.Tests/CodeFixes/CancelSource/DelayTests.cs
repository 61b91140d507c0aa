namespace LeakAnalyzer.Tests.CodeFixes.CancelSource;

/// <summary>LEAK009: tests that the fix cancels a delay that has lost a race, if the delay has a <c>CancellationTokenSource</c>.</summary>
public class DelayTests
{
    [Fact]
    public Task Delay_With_A_Source() => VerifyFix.Cancels(
        """
        static class C
        {
            public static async Task<bool> IsDoneAsync(Task work, TimeSpan limit)
            {
                using var over = new CancellationTokenSource();
                Task first = await Task.WhenAny(work, {|LEAK009:Task.Delay(limit, over.Token)|});
                return first == work;
            }

            public static async Task AllAsync(Func<Task> next, TimeSpan limit, CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    using (var over = CancellationTokenSource.CreateLinkedTokenSource(token))
                    {
                        Task delay = {|LEAK009:Task.Delay(limit, over.Token)|};
                        await Task.WhenAny(next(), delay);
                    }
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task<bool> IsDoneAsync(Task work, TimeSpan limit)
            {
                using var over = new CancellationTokenSource();
                try
                {
                    Task first = await Task.WhenAny(work, Task.Delay(limit, over.Token));
                    return first == work;
                }
                finally
                {
                    await over.CancelAsync();
                }
            }

            public static async Task AllAsync(Func<Task> next, TimeSpan limit, CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    using (var over = CancellationTokenSource.CreateLinkedTokenSource(token))
                    {
                        try
                        {
                            Task delay = Task.Delay(limit, over.Token);
                            await Task.WhenAny(next(), delay);
                        }
                        finally
                        {
                            await over.CancelAsync();
                        }
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Source_That_Outlives_The_Race_Is_Not_Cancelled() => VerifyFix.DoesNotCancel(
        """
        static class C
        {
            public static async Task AllAsync(Func<Task> next, TimeSpan limit)
            {
                using var over = new CancellationTokenSource();
                for (int i = 0; i < 9; i++)
                {
                    await Task.WhenAny(next(), {|LEAK009:Task.Delay(limit, over.Token)|});
                }
            }

            public static async Task<bool> IsDoneAsync(Task work, TimeSpan limit, CancellationToken token) =>
                await Task.WhenAny(work, {|LEAK009:Task.Delay(limit, token)|}) == work;
        }
        """);
}
