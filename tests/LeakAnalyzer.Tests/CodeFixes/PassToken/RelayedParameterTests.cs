namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests fixes that use the token parameter, or the overload with a token, that a called method already has.</summary>
public class RelayedParameterTests
{
    [Fact]
    public Task Parameter_That_Is_Not_Passed_On_Is_Passed_On() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(parent, token);
                _ = {|LEAK001:PumpAsync|}(parent);
                _ = {|LEAK001:PumpAsync|}(parent, default);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken @event = default)
            {
                @event.ThrowIfCancellationRequested();
                await source.ReadAsync();
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = PumpAsync(parent, token);
                _ = PumpAsync(parent, token);
                _ = PumpAsync(parent, token);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken @event = default)
            {
                @event.ThrowIfCancellationRequested();
                await source.ReadAsync(@event);
            }
        }
        """);

    [Fact]
    public Task Token_That_Is_Handed_Over_Already_Becomes_The_Linked_One() => VerifyFix.Links(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(parent, token);
                await Task.Delay(10, token);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
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

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                await source.ReadAsync(stop);
            }
        }
        """);

    [Fact]
    public Task Parameter_In_The_Middle_Of_The_Way_Is_Used() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:RunAsync|}(parent);

            private static async Task RunAsync(ChannelReader<int> source) => await PumpAsync(stop: default, source: source);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                await ReadAsync(source);
            }

            private static async Task ReadAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = RunAsync(parent, token);

            private static async Task RunAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await PumpAsync(stop: cancellationToken, source: source);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                await ReadAsync(source, stop);
            }

            private static async Task ReadAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Parameter_That_Two_Methods_Pass_On_Is_Passed_On_To_The_Wait() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:RunAsync|}(parent, token);

            private static async Task RunAsync(ChannelReader<int> source, CancellationToken stop) => await PumpAsync(source, stop);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                await source.ReadAsync();
            }
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = RunAsync(parent, token);

            private static async Task RunAsync(ChannelReader<int> source, CancellationToken stop) => await PumpAsync(source, stop);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                await source.ReadAsync(stop);
            }
        }
        """);

    [Fact]
    public Task Parameter_Of_An_Interface_Member_Is_Used_Because_The_Signature_Stays() => VerifyFix.Passes(
        """
        interface IPump
        {
            Task PumpAsync(CancellationToken stop);
        }

        class C : IPump
        {
            private readonly ChannelReader<int> _reader = Channel.CreateUnbounded<int>().Reader;

            public ChannelReader<int> Reader => _reader;

            public void Start(CancellationToken token) => _ = {|LEAK001:PumpAsync|}(default);

            public async Task PumpAsync(CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                await Task.Delay(-1);
            }
        }
        """,
        """
        interface IPump
        {
            Task PumpAsync(CancellationToken stop);
        }

        class C : IPump
        {
            private readonly ChannelReader<int> _reader = Channel.CreateUnbounded<int>().Reader;

            public ChannelReader<int> Reader => _reader;

            public void Start(CancellationToken token) => _ = PumpAsync(token);

            public async Task PumpAsync(CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                await Task.Delay(-1, stop);
            }
        }
        """);

    [Fact]
    public Task Recursive_Call_That_Leaves_The_Parameter_Out_Gets_It() => VerifyFix.Passes(
        """
        static class C
        {
            private static readonly Action[] s_steps = [() => Console.WriteLine()];

            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent, true);

            private static async Task PumpAsync(ChannelReader<int> source, bool again, CancellationToken stop = default)
            {
                await source.ReadAsync(stop);
                if (again)
                {
                    await source.ReadAsync();
                    s_steps[0]();
                    await PumpAsync(source, false);
                }
            }
        }
        """,
        """
        static class C
        {
            private static readonly Action[] s_steps = [() => Console.WriteLine()];

            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, true, token);

            private static async Task PumpAsync(ChannelReader<int> source, bool again, CancellationToken stop = default)
            {
                await source.ReadAsync(stop);
                if (again)
                {
                    await source.ReadAsync(stop);
                    s_steps[0]();
                    await PumpAsync(source, false, stop);
                }
            }
        }
        """);

    [Fact]
    public Task Overload_That_Takes_A_Token_Is_Called() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(parent);
                _ = {|LEAK001:Task.Run|}(() => PumpAsync(source: parent));
            }

            private static Task PumpAsync(ChannelReader<int> source) => PumpAsync(source, default);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop) => await source.ReadAsync(stop);
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = PumpAsync(parent, token);
                _ = Task.Run(() => PumpAsync(source: parent, stop: token));
            }

            private static Task PumpAsync(ChannelReader<int> source) => PumpAsync(source, default);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop) => await source.ReadAsync(stop);
        }
        """);

    [Fact]
    public Task Overload_Is_Called_By_A_Method_On_The_Way() => VerifyFix.Passes(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:RunAsync|}(parent);

            private static async Task RunAsync(ChannelReader<int> source) => await PumpAsync(source);

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop) => await source.ReadAsync(stop);
        }
        """,
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = RunAsync(parent, token);

            private static async Task RunAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await PumpAsync(source, cancellationToken);

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop) => await source.ReadAsync(stop);
        }
        """);

    [Fact]
    public Task Overload_That_Does_Not_Wait_With_Its_Token_Is_Not_Called() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                await source.ReadAsync();
            }
        }
        """);

    [Fact]
    public Task None_On_Purpose_On_The_Way_Stays() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent, CancellationToken.None);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
            {
                stop.ThrowIfCancellationRequested();
                await source.ReadAsync();
            }
        }
        """);

    [Fact]
    public Task One_Of_Several_Parameters_Is_Not_Picked() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent, token, token);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken quick, CancellationToken slow)
            {
                quick.ThrowIfCancellationRequested();
                slow.ThrowIfCancellationRequested();
                await source.ReadAsync();
            }
        }
        """);

    [Fact]
    public Task Token_That_A_Called_Method_Makes_Is_Not_Passed_Over() => VerifyFix.DoesNotPass(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            private static async Task PumpAsync(ChannelReader<int> source)
            {
                using var timeout = new CancellationTokenSource(1000);
                CancellationToken soon = timeout.Token;
                await source.ReadAsync(soon);
                await source.ReadAsync();
            }
        }
        """);

    [Fact]
    public Task Another_Token_That_Is_Handed_Over_Is_Not_Replaced() => VerifyFix.DoesNotLink(
        """
        class C
        {
            private readonly CancellationTokenSource _stopped = new();

            public void Stop() => _stopped.Cancel();

            public async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(parent, _stopped.Token);
                await Task.Delay(10, token);
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop)
            {
                stop.ThrowIfCancellationRequested();
                await source.ReadAsync();
            }
        }
        """);
}
