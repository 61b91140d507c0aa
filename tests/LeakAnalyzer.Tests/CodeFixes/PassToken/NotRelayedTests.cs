namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests that no fix passes a token through a method whose signature can't change, for example because an interface demands it.</summary>
public class NotRelayedTests
{
    [Fact]
    public Task Sealed_Override_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        abstract class Pump
        {
            public abstract Task PumpAsync(ChannelReader<int> source);
        }

        sealed class C : Pump
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            public override async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """);

    [Fact]
    public Task Method_That_Calls_Itself_Where_Another_Token_Is_At_Hand_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent, 3);

            private static async Task PumpAsync(ChannelReader<int> source, int depth)
            {
                await source.ReadAsync();
                await Parallel.ForEachAsync(new int[depth], async (item, stop) => await PumpAsync(source, item));
            }
        }
        """);

    [Fact]
    public Task Virtual_Method_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        class Pump
        {
            public virtual async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }

        class C : Pump
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:Task.Run|}(() => base.PumpAsync(parent));
        }
        """);

    [Fact]
    public Task Implicit_Member_Of_An_Interface_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        interface IPump
        {
            Task PumpAsync(ChannelReader<int> source);
        }

        class C : IPump
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            public async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """);

    [Fact]
    public Task Method_That_An_Heir_Takes_For_An_Interface_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        interface IPump
        {
            Task PumpAsync(ChannelReader<int> source);
        }

        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            public async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }

        class D : C, IPump
        {
        }
        """);

    [Fact]
    public Task Method_That_An_Explicit_Member_Of_An_Interface_Calls_Gains_A_Parameter() => VerifyFix.Passes(
        """
        interface IPump
        {
            Task PumpAsync(ChannelReader<int> source);
        }

        class C : IPump
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:RunAsync|}(parent);

            Task IPump.PumpAsync(ChannelReader<int> source) => RunAsync(source);

            private async Task RunAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        interface IPump
        {
            Task PumpAsync(ChannelReader<int> source);
        }

        class C : IPump
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = RunAsync(parent, token);

            Task IPump.PumpAsync(ChannelReader<int> source) => RunAsync(source);

            private async Task RunAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task Method_On_The_Way_That_May_Not_Change_Keeps_All_As_They_Are() => VerifyFix.DoesNotPass(
        """
        interface IPump
        {
            Task PumpAsync(ChannelReader<int> source);
        }

        class C : IPump
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            public async Task PumpAsync(ChannelReader<int> source) => await ReadAsync(source);

            private static async Task ReadAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """);

    [Fact]
    public Task Method_That_Is_Used_As_A_Delegate_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            public Func<ChannelReader<int>, Task> Pump => PumpAsync;

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """);

    [Fact]
    public Task Method_That_Is_Called_In_An_Expression_Tree_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            public System.Linq.Expressions.Expression<Func<ChannelReader<int>, Task>> Pump => source => PumpAsync(source);

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """);

    [Fact]
    public Task Method_With_Params_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent, 1, 2);

            private static async Task PumpAsync(ChannelReader<int> source, params object[] more) => await source.ReadAsync();
        }
        """);

    [Fact]
    public Task Method_With_An_Attribute_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            [System.ComponentModel.Description("Is found by its shape.")]
            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """);

    [Fact]
    public Task Partial_Method_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        partial class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            private partial Task PumpAsync(ChannelReader<int> source);
        }

        partial class C
        {
            private async partial Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """);

    [Fact]
    public Task Method_Of_The_Shape_Of_An_Event_Handler_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public void Start(CancellationToken token) => _ = {|LEAK001:OnStartedAsync|}(this, EventArgs.Empty);

            private async Task OnStartedAsync(object sender, EventArgs e) => await Task.Delay(-1);
        }
        """);

    [Theory]
    [InlineData("Uri")]
    [InlineData("Other.EventArgs")]
    [InlineData("Other.System.EventArgs")]
    public Task Method_That_Takes_An_Object_And_No_Arguments_Of_An_Event_Gains_A_Parameter(string type)
    {
        const string Types = "namespace Other { class EventArgs { } } namespace Other.System { class EventArgs { } }";
        return VerifyFix.Passes(
            $$"""
            class C
            {
                public void Start({{type}} given, CancellationToken token) => _ = {|LEAK001:OnStartedAsync|}(this, given);

                private async Task OnStartedAsync(object sender, {{type}} given) => await Task.Delay(-1);
            }

            {{Types}}
            """,
            $$"""
            class C
            {
                public void Start({{type}} given, CancellationToken token) => _ = OnStartedAsync(this, given, token);

                private async Task OnStartedAsync(object sender, {{type}} given, CancellationToken cancellationToken = default) => await Task.Delay(-1, cancellationToken);
            }

            {{Types}}
            """);
    }

    [Fact]
    public Task Main_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public static void Start(CancellationToken token) => _ = {|LEAK001:Main|}();

            public static async Task Main() => await Task.Delay(-1);
        }
        """,
        Setup.Default with { Output = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication });

    [Fact]
    public Task Property_Takes_No_Token() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public void Start(CancellationToken token) => _ = {|LEAK001:Task.Run|}(Loop);

            public Task Use() => Loop();

            private Func<Task> Loop => PumpAsync;

            private static async Task PumpAsync() => await Task.Delay(-1);
        }
        """.Replace("{|LEAK001:Task.Run|}(Loop)", "{|LEAK001:Task.Run|}(PumpAsync)"));

    [Theory]
    [InlineData("(object source, CancellationToken stop)")]
    [InlineData("(ChannelReader<int> source, object stop)")]
    [InlineData("(ChannelReader<int> source, dynamic stop)")]
    [InlineData("<T>(ChannelReader<int> source, T stop)")]
    public Task Method_With_An_Overload_That_Calls_With_A_Token_Would_Be_Taken_For_Keeps_Its_Signature(string signature) => VerifyFix.DoesNotPass(
        $$"""
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:PumpAsync|}(parent);
                Console.WriteLine(PumpAsync(parent, token));
            }

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();

            private static string PumpAsync{{signature}} => source.ToString() + stop;
        }
        """);

    [Fact]
    public Task Method_With_A_Generic_Twin_Keeps_Its_Signature() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();

            public static string PumpAsync<T>(T source) => $"{source}";
        }
        """);

    [Fact]
    public Task Method_With_An_Overload_Of_Another_Shape_Gains_A_Parameter() => VerifyFix.Passes(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();

            public static string PumpAsync(string source, int count) => source + count;
        }
        """,
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, token);

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);

            public static string PumpAsync(string source, int count) => source + count;
        }
        """);

    [Fact]
    public Task Work_That_Comes_Back_To_Its_Scope_Would_Never_See_Its_End() => VerifyFix.DoesNotLink(
        """
        class C
        {
            public async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:ExportAsync|}(parent, token);
                await parent.ReadAsync();
            }
        }
        """);

    [Fact]
    public Task Cancelled_Async_Void_Would_End_The_Process() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => {|LEAK001:Pump|}(parent);

            private async void Pump(ChannelReader<int> source) => await ReadAsync(source);

            private static async Task ReadAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """);

    [Fact]
    public Task One_Wait_Without_A_Place_Leaves_All_Without_A_Token() => VerifyFix.DoesNotPass(
        """
        class C
        {
            public void Start(ChannelReader<int> parent, TaskCompletionSource<int> source, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent, source);

            private static async Task PumpAsync(ChannelReader<int> source, params object[] more)
            {
                await source.ReadAsync();
                await ReadAsync(source);
            }

            private static async Task ReadAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """);
}
