namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests preprocessor directives among the statements that a fix moves into its <c>try</c> block.</summary>
public class DirectiveTests
{
    [Fact]
    public Task Whole_Condition_Goes_Into_The_Try() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
        #if TRACE_EXPORT
                Console.WriteLine("a");
        #else
                Console.WriteLine("b");
        #endif
                await Task.Delay(10, token);
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
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
        #if TRACE_EXPORT
                    Console.WriteLine("a");
        #else
                    Console.WriteLine("b");
        #endif
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
    public Task Start_In_A_Condition_Takes_The_Condition_With_It() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine();
        #if !TRACE_EXPORT
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
        #endif
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                Console.WriteLine();
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
        #if !TRACE_EXPORT
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
        #endif
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
    public Task Condition_Around_The_Scopes_End_Is_No_Place_For_A_Brace() => VerifyFix.DoesNotLink(
        """
        static class C
        {
        #if !TRACE_EXPORT
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
        #else
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
        #endif
                await Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task Regions_And_Pragmas_Stay_Where_They_Are() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                #region Start
                Console.WriteLine();
        #pragma warning disable CS0219
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                #endregion
                int unused = 1;
        #pragma warning restore CS0219
                await Task.Delay(10, token);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                #region Start
                Console.WriteLine();
        #pragma warning disable CS0219
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                #endregion
                    int unused = 1;
        #pragma warning restore CS0219
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
    public Task Nullable_Directive_Stays_Where_It_Is() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
        #nullable disable
                string name = null;
        #nullable restore
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
                Console.WriteLine(name);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
        #nullable disable
                string name = null;
        #nullable restore
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, token);
                    Console.WriteLine(name);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Condition_That_Ends_Before_A_Function_Takes_The_Function_With_It() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
        #if !TRACE_EXPORT
                await Task.Delay(10, token);
        #endif
                Last();
        #if !TRACE_EXPORT
                Last();
        #endif
                static void Last() => Console.WriteLine();
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
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
        #if !TRACE_EXPORT
                    await Task.Delay(10, token);
        #endif
                    Last();
        #if !TRACE_EXPORT
                    Last();
        #endif
                    static void Last() => Console.WriteLine();
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Expression_Body_With_Directives_Is_Left_Alone() => VerifyFix.DoesNotLink(
        """
        static class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent, CancellationToken token) =>
        #if !TRACE_EXPORT
                {|LEAK001:PumpAsync|}(parent).Forget(s_name ?? Console.ReadLine());
        #else
                PumpAsync(parent, token).Forget(null);
        #endif

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """);
}
