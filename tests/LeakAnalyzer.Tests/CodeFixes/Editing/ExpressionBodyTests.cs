namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests fixes in methods with expression bodies.</summary>
public class ExpressionBodyTests
{
    [Fact]
    public Task Method_Gets_A_Block() => VerifyFix.Links(
        """
        static class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent, CancellationToken token) =>
                {|LEAK001:PumpAsync|}(parent).Forget(s_name ?? Console.ReadLine());

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """,
        """
        static class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    PumpAsync(parent, linkedToken).Forget(s_name ?? Console.ReadLine());
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """);

    [Fact]
    public Task Async_Method_Gets_A_Block() => VerifyFix.Links(
        """
        static class C
        {
            private static readonly string? s_name = Environment.MachineName;

            // Exports.
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                => // at once
                    {|LEAK001:PumpAsync|}(
                        parent).Forget(
                            s_name ?? await NameAsync(token)); // done

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static async Task<string> NameAsync(CancellationToken token)
            {
                await Task.Delay(10, token);
                return "";
            }

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """,
        """
        static class C
        {
            private static readonly string? s_name = Environment.MachineName;

            // Exports.
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    // at once
                    PumpAsync(
                        parent,
                        linkedToken).Forget(
                            s_name ?? await NameAsync(token));
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            } // done

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static async Task<string> NameAsync(CancellationToken token)
            {
                await Task.Delay(10, token);
                return "";
            }

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """);

    [Fact]
    public Task Local_Function_And_Lambda_Get_A_Block() => VerifyFix.Links(
        """
        static class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                Action<string> export = name => {|LEAK001:PumpAsync|}(parent).Forget(name ?? Console.ReadLine());
                export("");
                Local();

                void Local() => {|LEAK001:PumpAsync|}(parent).Forget(s_name ?? Console.ReadLine());
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """,
        """
        static class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                Action<string> export = name =>
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        PumpAsync(parent, linkedToken).Forget(name ?? Console.ReadLine());
                    }
                    finally
                    {
                        linkedCts.Cancel();
                    }
                };
                export("");
                Local();

                void Local()
                {
                    using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken2 = linkedCts2.Token;
                    try
                    {
                        PumpAsync(parent, linkedToken2).Forget(s_name ?? Console.ReadLine());
                    }
                    finally
                    {
                        linkedCts2.Cancel();
                    }
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """);

    [Fact]
    public Task Lambda_In_A_Property_Gets_A_Block() => VerifyFix.Links(
        """
        class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public bool Is => Run(() =>
                {|LEAK001:Program.PumpAsync|}().Forget(s_name ?? Console.ReadLine()));

            private static bool Run(Action run)
            {
                run();
                return true;
            }
        }

        static class Program
        {
            public static async Task PumpAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);

            public static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """,
        """
        class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public bool Is => Run(() =>
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    Program.PumpAsync(scopeToken).Forget(s_name ?? Console.ReadLine());
                }
                finally
                {
                    scopeCts.Cancel();
                }
            });

            private static bool Run(Action run)
            {
                run();
                return true;
            }
        }

        static class Program
        {
            public static async Task PumpAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);

            public static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """);

    [Fact]
    public Task Brace_Does_Not_Go_Into_A_Comment() => VerifyFix.Links(
        """
        static class C {
            private static readonly string? s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent, CancellationToken token) // exports
                => {|LEAK001:PumpAsync|}(parent).Forget(s_name ?? Console.ReadLine());

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) {
                await source.ReadAsync(stop);
            }

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """,
        """
        static class C {
            private static readonly string? s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent, CancellationToken token) // exports
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try {
                    PumpAsync(parent, linkedToken).Forget(s_name ?? Console.ReadLine());
                } finally {
                    linkedCts.Cancel();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) {
                await source.ReadAsync(stop);
            }

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """);

    [Fact]
    public Task Constructor_And_Accessor_Get_A_Block() => VerifyFix.Links(
        """
        class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public C(CancellationToken token) => {|LEAK001:Program.PumpAsync|}().Forget(s_name ?? Console.ReadLine() + token);

            public string Name
            {
                get => "";
                set => {|LEAK001:Program.PumpAsync|}().Forget(s_name ?? Console.ReadLine() + value);
            }
        }

        static class Program
        {
            public static async Task PumpAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);

            public static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """,
        """
        class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public C(CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    Program.PumpAsync(linkedToken).Forget(s_name ?? Console.ReadLine() + token);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public string Name
            {
                get => "";
                set
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        Program.PumpAsync(scopeToken).Forget(s_name ?? Console.ReadLine() + value);
                    }
                    finally
                    {
                        scopeCts.Cancel();
                    }
                }
            }
        }

        static class Program
        {
            public static async Task PumpAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);

            public static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """);

    [Fact]
    public Task Parameter_Is_Added_To_An_Expression_Body() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent) =>
                {|LEAK001:PumpAsync|}(parent).Forget(s_name ?? Console.ReadLine());

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """,
        """
        static class C
        {
            private static readonly string? s_name = Environment.MachineName;

            public static void Export(ChannelReader<int> parent, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    PumpAsync(parent, linkedToken).Forget(s_name ?? Console.ReadLine());
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default) => await source.ReadAsync(stop);

            private static void Forget(this Task task, string? name) => Console.WriteLine(name);
        }
        """);
}
