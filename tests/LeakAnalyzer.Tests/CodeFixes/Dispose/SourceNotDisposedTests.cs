using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.Dispose;

/// <summary>LEAK007: tests that no fix is offered where a <c>using</c> declaration of the linked <c>CancellationTokenSource</c> would be wrong.</summary>
public class SourceNotDisposedTests
{
    [Fact]
    public Task Call_That_Is_Evaluated_On_A_Condition_Or_Again() => VerifyFix.DoesNotDispose(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, bool flag, Func<CancellationToken, Task>? other)
            {
                await parent.ReadAsync(flag ? {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token : a);
                bool more = flag && await parent.WaitToReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
                more = flag || await parent.WaitToReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
                await (other?.Invoke({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token) ?? Task.CompletedTask);
                while (await parent.WaitToReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token))
                {
                    Console.WriteLine();
                }

                for (int i = 0; i < 3; i += await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token))
                {
                    Console.WriteLine();
                }

                Console.WriteLine(more switch { true => await parent.ReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token), _ => 0 });
            }
        }
        """);

    [Fact]
    public Task Call_After_What_It_Depends_On() => VerifyFix.DoesNotDispose(
        """
        class C
        {
            private CancellationToken _current;

            public async Task ExportAsync(ChannelReader<int> parent, CancellationToken a)
            {
                await SendAsync(Next(), {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, _current)|}.Token);
                await SendAsync(Find(out CancellationToken found), {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, found)|}.Token);
                await SendAsync(await parent.ReadAsync(a), {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, Current())|}.Token);
            }

            private int Next()
            {
                _current = new CancellationToken();
                return 1;
            }

            private static int Find(out CancellationToken found)
            {
                found = default;
                return 1;
            }

            private CancellationToken Current() => _current;

            private static async Task SendAsync(int item, CancellationToken stop) => await Task.Delay(item, stop);
        }
        """);

    [Fact]
    public Task Place_That_Has_No_Statement() => VerifyFix.DoesNotDispose(
        """
        class B
        {
            private static readonly CancellationToken s_token = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(Outer.Token)|}.Token;

            public B(CancellationToken token) => Console.WriteLine(token.CanBeCanceled && s_token.CanBeCanceled);
        }

        class C : B
        {
            public C(CancellationToken a, CancellationToken b)
                : base({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token)
            {
            }
        }

        static class Outer
        {
            public static CancellationToken Token { get; set; }
        }
        """);

    [Fact]
    public Task Token_That_Is_Kept_After_The_Block() => VerifyFix.DoesNotDispose(
        """
        class C
        {
            private CancellationToken _kept;

            public CancellationToken Return(CancellationToken a, CancellationToken b) => {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token;

            public Task ReturnTask(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                return parent.WaitToReadAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token).AsTask();
            }

            public void Keep(CancellationToken a, CancellationToken b)
            {
                _kept = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token;
                Console.WriteLine(_kept);
            }

            public async Task UseBehindAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b, bool flag)
            {
                if (flag)
                {
                    a = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token;
                }

                await parent.ReadAsync(a);
            }

            public async Task UseNextTurnAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                while (await parent.WaitToReadAsync(b))
                {
                    a = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token;
                    await parent.ReadAsync(a);
                }
            }

            public Func<Task> Capture(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                CancellationToken both = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token;
                return async () => await parent.ReadAsync(both);
            }

            public void Register(TaskCompletionSource done, CancellationToken a, CancellationToken b)
            {
                {|LEAK008:{|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token.Register(() => done.TrySetCanceled())|};
            }

            public async Task StartAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                CancellationToken both = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token;
                _ = {|LEAK002:Task.Run|}(async () => { await Task.Delay(10); await parent.WaitToReadAsync(both); });
                await Task.Delay(10, b);
            }
        }
        """);

    [Fact]
    public Task Local_Whose_Token_Goes_On_After_The_Block() => VerifyFix.DoesNotDispose(
        """
        class C
        {
            private CancellationToken _kept;

            public void Keep(CancellationToken a)
            {
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                _kept = cts.Token;
                Console.WriteLine(_kept);
            }

            public Task ReturnTask(ChannelReader<int> parent, CancellationToken a)
            {
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                cts.CancelAfter(1000);
                return parent.WaitToReadAsync(cts.Token).AsTask();
            }

            public async Task LoseAsync(ChannelReader<int> parent, CancellationToken a)
            {
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                cts.CancelAfter(1000);
                Task wait = parent.WaitToReadAsync(cts.Token).AsTask();
                await Task.WhenAny(wait, Task.Delay(10, a));
            }
        }
        """);

    [Fact]
    public Task Local_That_Is_Given_Another_Or_Comes_Later_Or_Has_Company() => VerifyFix.DoesNotDispose(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a, b);
                await parent.ReadAsync(cts.Token);
                cts = CancellationTokenSource.CreateLinkedTokenSource(b);
                await parent.ReadAsync(cts.Token);
            }

            public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken a)
            {
                CancellationTokenSource {|LEAK007:cts|};
                cts = CancellationTokenSource.CreateLinkedTokenSource(a);
                await parent.ReadAsync(cts.Token);
            }

            public static async Task ReadMoreAsync(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                CancellationTokenSource {|LEAK007:one|} = CancellationTokenSource.CreateLinkedTokenSource(a), {|LEAK007:other|} = CancellationTokenSource.CreateLinkedTokenSource(b);
                await parent.ReadAsync(one.Token);
                await parent.ReadAsync(other.Token);
            }
        }
        """);

    [Fact]
    public Task Source_That_Is_Not_Used_Or_Is_Assigned_On_Some_Path() => VerifyFix.DoesNotDispose(
        """
        static class C
        {
            public static void Drop(CancellationToken a, bool flag)
            {
                if (flag)
                    {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|};
                for ({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|}; flag; flag = false)
                {
                    Console.WriteLine();
                }

                Action drop = () => {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|};
                drop();
            }

            public static void DropAll(CancellationToken a) => {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a)|};

            public static async Task MaybeAsync(ChannelReader<int> parent, CancellationToken a, bool flag)
            {
                CancellationTokenSource? {|LEAK007:cts|} = null;
                if (flag)
                {
                    cts = CancellationTokenSource.CreateLinkedTokenSource(a);
                }

                await parent.ReadAsync(cts?.Token ?? a);
                cts?.Dispose();
            }

            public static async Task GuardedAsync(ChannelReader<int> parent, CancellationToken a)
            {
                CancellationTokenSource {|LEAK007:cts|};
                try
                {
                    cts = CancellationTokenSource.CreateLinkedTokenSource(a);
                    await parent.ReadAsync(cts.Token);
                    cts.Dispose();
                }
                catch (TimeoutException)
                {
                }
            }

            public static void Loop(BlockingCollection<int> parent, CancellationToken a)
            {
                for (var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a); !cts.IsCancellationRequested;)
                {
                    parent.TryTake(out _, 10, cts.Token);
                }
            }
        }
        """);

    [Fact]
    public Task Source_With_A_Registration_That_Is_Not_Over() => VerifyFix.DoesNotDispose(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a)
            {
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                CancellationToken both = cts.Token;
                CancellationTokenRegistration kept = both.Register(() => Console.WriteLine());
                await parent.ReadAsync(both);
            }
        }
        """);

    [Fact]
    public Task Source_Whose_Token_Is_Read_By_What_Goes_On() => VerifyFix.DoesNotDispose(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a)
            {
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                try
                {
                    _ = Task.Run(async () =>
                    {
                        await Task.Delay(10);
                        await parent.ReadAsync(cts.Token);
                    });
                    await Task.Delay(10, a);
                }
                finally
                {
                    cts.Cancel();
                }
            }
        }
        """);

    [Fact]
    [OnOldestRoslyn]
    public Task Rest_Of_The_Block_That_Cannot_Be_Nested() => VerifyFix.DoesNotDispose(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken a, bool flag)
            {
                await FlushAsync();
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                await parent.ReadAsync(cts.Token);

                async Task FlushAsync() => await Task.Yield();
            }

            public static async Task ReadAsync(ChannelReader<int> parent, CancellationToken a, int kind)
            {
                switch (kind)
                {
                    case 1:
                        var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                        int item = await parent.ReadAsync(cts.Token);
                        Console.WriteLine(item);
                        break;
                    case 2:
                        item = 1;
                        Console.WriteLine(item);
                        break;
                }
            }

            public static async Task AgainAsync(ChannelReader<int> parent, CancellationToken a)
            {
            again:
                var {|LEAK007:cts|} = CancellationTokenSource.CreateLinkedTokenSource(a);
                if (await parent.ReadAsync(cts.Token) > 0)
                {
                    goto again;
                }
            }
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Lambda_That_Is_Data_And_Methods_That_Keep_The_Token() => VerifyFix.DoesNotDispose(
        """
        class C
        {
            private static CancellationToken s_kept;

            public static System.Linq.Expressions.Expression<Func<CancellationToken, int>> Tree(BlockingCollection<int> parent) =>
                token => parent.Take({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(token)|}.Token);

            public static void Start(ChannelReader<int> parent, CancellationToken a, CancellationToken b)
            {
                Keep({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
                {|LEAK002:Pump|}(parent, {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
                var worker = new Thread(() => parent.ReadAsync(s_kept).AsTask().Wait());
                worker.Start({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(a, b)|}.Token);
                worker.Join();
            }

            private static void Keep(CancellationToken token) => s_kept = token;

            private static async void Pump(ChannelReader<int> parent, CancellationToken token) => await parent.ReadAsync(token);
        }
        """);
}
