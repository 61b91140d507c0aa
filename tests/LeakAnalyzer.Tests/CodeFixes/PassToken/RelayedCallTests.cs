namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests fixes that add a token parameter to the methods between the start of the task and its wait.</summary>
public class RelayedCallTests
{
    [Fact]
    public Task Called_Method_Gains_A_Parameter_For_The_Linked_Token() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(parent);
                await Task.Delay(10, token);
            }

            public static Task UseAsync(ChannelReader<int> parent) => PumpAsync(parent);

            private static async Task PumpAsync(ChannelReader<int> source)
            {
                await source.ReadAsync();
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
                    _ = PumpAsync(parent, linkedToken);
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            public static Task UseAsync(ChannelReader<int> parent) => PumpAsync(parent);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                await source.ReadAsync(cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Called_Method_Gains_A_Parameter_For_The_Token_Of_The_Scope_Without_One() => VerifyFix.Links(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(() => PumpAsync(parent));
                Thread.Sleep(10);
            }

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(() => PumpAsync(parent, scopeToken));
                    Thread.Sleep(10);
                }
                finally
                {
                    scopeCts.Cancel();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Scope_And_Called_Method_Both_Gain_A_Parameter() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(() => PumpAsync(parent));
                Thread.Sleep(10);
            }

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(() => PumpAsync(parent, linkedToken));
                    Thread.Sleep(10);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Starts_In_One_Scope_Share_The_Parameter_Of_What_They_Call() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(parent);
                _ = {|LEAK001:Task.Run|}(() => PumpAsync(parent));
                _ = {|LEAK001:Task.Run|}(() => IgnoreAsync(parent, default));
                await Task.Delay(10, token);
            }

            private static async Task PumpAsync(ChannelReader<int> source)
            {
                await source.ReadAsync();
            }

            private static async Task IgnoreAsync(ChannelReader<int> source, CancellationToken stop)
            {
                await source.ReadAsync();
                stop.ThrowIfCancellationRequested();
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
                    _ = PumpAsync(parent, linkedToken);
                    _ = Task.Run(() => PumpAsync(parent, linkedToken));
                    _ = Task.Run(() => IgnoreAsync(parent, linkedToken));
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                await source.ReadAsync(cancellationToken);
            }

            private static async Task IgnoreAsync(ChannelReader<int> source, CancellationToken stop)
            {
                await source.ReadAsync(stop);
                stop.ThrowIfCancellationRequested();
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
                    _ = PumpAsync(parent, linkedToken);
                    _ = {|LEAK001:Task.Run|}(() => PumpAsync(parent));
                    _ = {|LEAK001:Task.Run|}(() => IgnoreAsync(parent, default));
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                await source.ReadAsync(cancellationToken);
            }

            private static async Task IgnoreAsync(ChannelReader<int> source, CancellationToken stop)
            {
                await source.ReadAsync();
                stop.ThrowIfCancellationRequested();
            }
        }
        """);

    [Fact]
    public Task Scopes_Share_The_Parameter_Of_What_They_Call() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(parent);
                await Task.Delay(10, token);
            }

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();

            public static void Import(ChannelReader<int> parent)
            {
                _ = {|LEAK001:PumpAsync|}(parent);
                Thread.Sleep(10);
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
                    _ = PumpAsync(parent, linkedToken);
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);

            public static void Import(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = PumpAsync(parent, scopeToken);
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
    public Task Scope_That_Another_Scope_Starts_Gains_One_Parameter() => VerifyFix.LinksAll(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(parent);
                await Task.Delay(10, token);
            }

            private static async Task PumpAsync(ChannelReader<int> source)
            {
                _ = {|LEAK001:Task.Run|}(async () => await source.WaitToReadAsync());
                await source.ReadAsync();
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
                    _ = PumpAsync(parent, linkedToken);
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await source.WaitToReadAsync(scopeToken));
                    await source.ReadAsync(cancellationToken);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
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
                    _ = PumpAsync(parent, linkedToken);
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await source.WaitToReadAsync(linkedToken));
                    await source.ReadAsync(cancellationToken);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Token_Goes_Through_Several_Methods() => VerifyFix.Passes(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:RunAsync|}(parent);

            private async Task RunAsync(ChannelReader<int> source)
            {
                Console.WriteLine();
                await PumpAsync(source).ConfigureAwait(false);
            }

            private Task PumpAsync(ChannelReader<int> source)
            {
                return this.ReadAsync(source);
            }

            private async Task ReadAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = RunAsync(parent, token);

            private async Task RunAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                Console.WriteLine();
                await PumpAsync(source, cancellationToken).ConfigureAwait(false);
            }

            private Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                return this.ReadAsync(source, cancellationToken);
            }

            private async Task ReadAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Method_Of_The_Base_Type_Gains_A_Parameter() => VerifyFix.Passes(
        """
        class Pump
        {
            protected async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }

        class C : Pump
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:Task.Run|}(() => base.PumpAsync(parent));
        }
        """,
        """
        class Pump
        {
            protected async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }

        class C : Pump
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = Task.Run(() => base.PumpAsync(parent, token));
        }
        """);

    [Fact]
    public Task All_Waits_Of_A_Called_Method_Get_The_Token() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () =>
                {
                    await parent.ReadAsync();
                    await PumpAsync(parent);
                });
            }

            private static async Task PumpAsync(ChannelReader<int> source)
            {
                while (await source.WaitToReadAsync())
                {
                    Console.WriteLine(await source.ReadAsync());
                    await source.Completion;
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = Task.Run(async () =>
                {
                    await parent.ReadAsync(token);
                    await PumpAsync(parent, token);
                });
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                while (await source.WaitToReadAsync(cancellationToken))
                {
                    Console.WriteLine(await source.ReadAsync(cancellationToken));
                    await source.Completion.WaitAsync(cancellationToken);
                }
            }
        }
        """);

    [Fact]
    public Task Method_That_Is_Reached_In_Two_Ways_Gains_One_Parameter() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:BothAsync|}(parent);

            private static async Task BothAsync(ChannelReader<int> source)
            {
                await ReadAsync(source);
                await OtherAsync(source);
            }

            private static async Task OtherAsync(ChannelReader<int> source) => await ReadAsync(source);

            private static async Task ReadAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = BothAsync(parent, token);

            private static async Task BothAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
            {
                await ReadAsync(source, cancellationToken);
                await OtherAsync(source, cancellationToken);
            }

            private static async Task OtherAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await ReadAsync(source, cancellationToken);

            private static async Task ReadAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Recursive_Call_Passes_The_Token_On() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent, 3);

            private static async Task PumpAsync(ChannelReader<int> source, int turns)
            {
                await source.ReadAsync();
                if (turns > 0)
                {
                    await PumpAsync(source, turns - 1);
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, 3, token);

            private static async Task PumpAsync(ChannelReader<int> source, int turns, CancellationToken cancellationToken = default)
            {
                await source.ReadAsync(cancellationToken);
                if (turns > 0)
                {
                    await PumpAsync(source, turns - 1, cancellationToken);
                }
            }
        }
        """);

    [Fact]
    public Task Methods_That_Call_Each_Other_Pass_The_Token_On() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PingAsync|}(parent, 3);

            private static async Task PingAsync(ChannelReader<int> source, int turns) => await PongAsync(source, turns);

            private static async Task PongAsync(ChannelReader<int> source, int turns)
            {
                await source.ReadAsync();
                if (turns > 0)
                {
                    await PingAsync(turns: turns - 1, source: source);
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = PingAsync(parent, 3, token);

            private static async Task PingAsync(ChannelReader<int> source, int turns, CancellationToken cancellationToken = default) => await PongAsync(source, turns, cancellationToken);

            private static async Task PongAsync(ChannelReader<int> source, int turns, CancellationToken cancellationToken = default)
            {
                await source.ReadAsync(cancellationToken);
                if (turns > 0)
                {
                    await PingAsync(turns: turns - 1, source: source, cancellationToken: cancellationToken);
                }
            }
        }
        """);

    [Fact]
    public Task Generic_Method_Gains_A_Parameter() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Pump<string>.RunAsync|}(parent, "");
            }
        }

        static class Pump<TName>
        {
            public static async Task RunAsync<T>(ChannelReader<T> source, TName name) => await ReadAsync<T>(source);

            private static async Task<T> ReadAsync<T>(ChannelReader<T> source) => await source.ReadAsync();
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = Pump<string>.RunAsync(parent, "", token);
            }
        }

        static class Pump<TName>
        {
            public static async Task RunAsync<T>(ChannelReader<T> source, TName name, CancellationToken cancellationToken = default) => await ReadAsync<T>(source, cancellationToken);

            private static async Task<T> ReadAsync<T>(ChannelReader<T> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Extension_Method_Gains_A_Parameter_However_It_Is_Called() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = parent.{|LEAK001:PumpAsync|}();
                _ = {|LEAK001:C.PumpAsync|}(parent, 1);
            }

            private static async Task PumpAsync(this ChannelReader<int> source, int count = 0) => await source.ReadAsync();
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = parent.PumpAsync(cancellationToken: token);
                _ = C.PumpAsync(parent, 1, token);
            }

            private static async Task PumpAsync(this ChannelReader<int> source, int count = 0, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Argument_After_Named_Or_Left_Out_Ones_Is_Named() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(count: 1, source: parent);
                _ = {|LEAK001:PumpAsync|}(parent);
                _ = {|LEAK001:PumpAsync|}(
                    parent,
                    count: 2);
            }

            private static async Task PumpAsync(ChannelReader<int> source, int count = 0) => await source.ReadAsync();
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = PumpAsync(count: 1, source: parent, cancellationToken: token);
                _ = PumpAsync(parent, cancellationToken: token);
                _ = PumpAsync(
                    parent,
                    count: 2,
                    cancellationToken: token);
            }

            private static async Task PumpAsync(ChannelReader<int> source, int count = 0, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Parameter_Comes_After_Progress_And_Caller_Information() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(parent, null);
            }

            private static async Task PumpAsync(
                ChannelReader<int> source,
                IProgress<int>? progress,
                [System.Runtime.CompilerServices.CallerMemberName] string caller = "")
            {
                await source.ReadAsync();
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = PumpAsync(parent, null, cancellationToken: token);
            }

            private static async Task PumpAsync(
                ChannelReader<int> source,
                IProgress<int>? progress,
                [System.Runtime.CompilerServices.CallerMemberName] string caller = "",
                CancellationToken cancellationToken = default)
            {
                await source.ReadAsync(cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Parameter_Is_Documented_Where_Others_Are() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            /// <summary>Pumps; <see cref="PumpAsync"/>.</summary>
            /// <param name="source">What is read.</param>
            /// <returns>A task.</returns>
            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync(); // once
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, token);

            /// <summary>Pumps; <see cref="PumpAsync"/>.</summary>
            /// <param name="source">What is read.</param>
            /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
            /// <returns>A task.</returns>
            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken); // once
        }
        """);

    [Fact]
    public Task New_Parameter_Clashes_With_No_Name() => VerifyFix.Passes(
        """
        class C
        {
            private int cancellationToken;

            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            private async Task PumpAsync(ChannelReader<int> source)
            {
                cancellationToken = await source.ReadAsync();
                Console.WriteLine(cancellationToken);
            }
        }
        """,
        """
        class C
        {
            private int cancellationToken;

            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, token);

            private async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken2 = default)
            {
                cancellationToken = await source.ReadAsync(cancellationToken2);
                Console.WriteLine(cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Other_Callers_Stay_As_They_Are() => VerifyFix.Passes(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            public async Task UseAsync(ChannelReader<int> parent, C? other, CancellationToken token)
            {
                await PumpAsync(parent);
                await this.PumpAsync(source: parent);
                await (other?.PumpAsync(parent) ?? Task.CompletedTask);
                Console.WriteLine(nameof(PumpAsync));
                Func<Task> again = () => PumpAsync(parent);
                await again();
            }

            internal async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, token);

            public async Task UseAsync(ChannelReader<int> parent, C? other, CancellationToken token)
            {
                await PumpAsync(parent);
                await this.PumpAsync(source: parent);
                await (other?.PumpAsync(parent) ?? Task.CompletedTask);
                Console.WriteLine(nameof(PumpAsync));
                Func<Task> again = () => PumpAsync(parent);
                await again();
            }

            internal async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Blocking_Wait_Of_A_Called_Method_Gets_The_Token() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(BlockingCollection<int> queue, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(() => Drain(queue));
            }

            private static void Drain(BlockingCollection<int> queue)
            {
                foreach (int item in queue.GetConsumingEnumerable())
                {
                    Console.WriteLine(item);
                }
            }
        }
        """,
        """
        static class C
        {
            public static void Start(BlockingCollection<int> queue, CancellationToken token)
            {
                _ = Task.Run(() => Drain(queue, token));
            }

            private static void Drain(BlockingCollection<int> queue, CancellationToken cancellationToken = default)
            {
                foreach (int item in queue.GetConsumingEnumerable(cancellationToken))
                {
                    Console.WriteLine(item);
                }
            }
        }
        """);

    [Fact]
    public Task Public_Method_Gains_An_Overload() => VerifyFix.Passes(
        """
        /// <summary>Pumps.</summary>
        public static class C
        {
            /// <summary>Starts.</summary>
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            /// <summary>Pumps.</summary>
            public static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        /// <summary>Pumps.</summary>
        public static class C
        {
            /// <summary>Starts.</summary>
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, token);

            /// <summary>Pumps.</summary>
            public static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken) => await source.ReadAsync(cancellationToken);

            /// <summary>Pumps.</summary>
            public static Task PumpAsync(ChannelReader<int> source) => PumpAsync(source, CancellationToken.None);
        }
        """);
}
