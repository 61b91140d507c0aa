namespace LeakAnalyzer.Tests.CodeFixes.Reports;

/// <summary>Tests several reports on one statement. Each fix removes its own report and leaves the others.</summary>
public class OneStatementTests
{
    [Fact]
    public Task Starts_In_The_Branches_Of_A_Statement_Share_One_Source() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, bool flag)
            {
                if (flag) _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync()); else _ = {|LEAK001:Task.Run|}(async () => await parent.WaitToReadAsync());
                Thread.Sleep(10);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, bool flag)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    if (flag) _ = Task.Run(async () => await parent.ReadAsync(scopeToken)); else _ = Task.Run(async () => await parent.WaitToReadAsync(scopeToken));
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, bool flag)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    if (flag) _ = Task.Run(async () => await parent.ReadAsync(scopeToken)); else _ = {|LEAK001:Task.Run|}(async () => await parent.WaitToReadAsync());
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
    public Task Start_In_The_Work_Of_A_Start_Is_Passed_The_Token_Too() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:Task.Run|}(async () =>
            {
                await parent.ReadAsync();
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
            });
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = Task.Run(async () =>
            {
                await parent.ReadAsync(token);
                _ = Task.Run(async () => await parent.ReadAsync(token));
            });
        }
        """);

    [Fact]
    public Task Sources_Of_One_Statement_Are_Declared_In_Their_Order() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> one, ChannelReader<int> other, CancellationToken a, CancellationToken b)
            {
                Console.WriteLine(await one.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token) + await other.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(b, a)|}.Token));
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> one, ChannelReader<int> other, CancellationToken a, CancellationToken b)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(b, a);
                Console.WriteLine(await one.ReadAsync(linkedCts.Token) + await other.ReadAsync(linkedCts2.Token));
            }
        }
        """);

    [Fact]
    public Task Link_Leaves_The_Lost_Source_Of_Its_Statement() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a)
            {
                _ = {|LEAK001:Task.Run|}(async () => { await parent.ReadAsync(); await Task.Delay(10, {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|}.Token); });
                await Task.Delay(10);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => { await parent.ReadAsync(linkedToken); await Task.Delay(10, {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(linkedToken)|}.Token); });
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
    public Task Disposal_Leaves_The_Start_Of_Its_Statement() => VerifyFix.Disposes(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a)
            {
                await Task.Delay({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|}.Token.IsCancellationRequested ? Start(() => { _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync()); Thread.Sleep(1); }) : 2);
            }

            private static int Start(Action start)
            {
                start();
                return 1;
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(a);
                await Task.Delay(linkedCts.Token.IsCancellationRequested ? Start(() => { _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync()); Thread.Sleep(1); }) : 2);
            }

            private static int Start(Action start)
            {
                start();
                return 1;
            }
        }
        """);

    [Fact]
    public Task Registrations_Of_One_Line_Are_Named_Apart() => VerifyFix.Disposes(
        """
        static class C
        {
            public static void Export(IDisposable one, IDisposable other, ChannelReader<int> parent, CancellationToken token)
            {
                {|LEAK008:token.Register(one.Dispose)|}; {|LEAK008:token.Register(other.Dispose)|};
                parent.ReadAsync(token).AsTask().Wait();
            }
        }
        """,
        """
        static class C
        {
            public static void Export(IDisposable one, IDisposable other, ChannelReader<int> parent, CancellationToken token)
            {
                using var registration = token.Register(one.Dispose); using var registration2 = token.Register(other.Dispose);
                parent.ReadAsync(token).AsTask().Wait();
            }
        }
        """);
}
