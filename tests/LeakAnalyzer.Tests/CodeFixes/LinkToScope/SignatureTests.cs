using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests that the fix with a new parameter isn't offered where the method's signature must not change, or needn't.</summary>
public class SignatureTests
{
    [Fact]
    public Task Parameter_Is_Not_Offered_Where_A_Token_Is_In_Reach() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }
        """);

    [Fact]
    public Task Overrides_And_Virtual_Methods_Keep_Their_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        class B
        {
            public virtual void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }

        class C : B
        {
            public override void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }
        """);

    [Fact]
    public Task Members_Of_Interfaces_Keep_Their_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        interface IExport
        {
            void Export(ChannelReader<int> parent);
        }

        class C : IExport
        {
            public void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }

        class D : IExport
        {
            void IExport.Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }

        interface IOther
        {
            void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }
        """);

    [Fact]
    public Task Method_That_A_Derived_Type_Takes_For_An_Interface_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        interface IExport
        {
            void Export(ChannelReader<int> parent);
        }

        class B
        {
            public void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }

        class C : B, IExport { }
        """);

    [Fact]
    public Task Main_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            private static async Task Main()
            {
                for (int i = 0; i < 3; i++) { _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1)); }
                await Task.Delay(10);
            }
        }
        """,
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task Method_That_Is_Used_As_A_Delegate_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        class C
        {
            private readonly Action<ChannelReader<int>> _export = Export;

            private static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }

            public void Use(ChannelReader<int> parent) => _export(parent);
        }
        """);

    [Fact]
    public Task Method_That_Another_Type_Uses_As_A_Delegate_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            internal static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }

        class D
        {
            public Action<ChannelReader<int>> Use() => C.Export;
        }
        """);

    [Fact]
    public Task Method_That_Is_Called_In_An_Expression_Tree_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            internal static int Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
                return 1;
            }
        }

        class D
        {
            public System.Linq.Expressions.Expression<Func<ChannelReader<int>, int>> Use() => parent => C.Export(parent);
        }
        """);

    [Fact]
    public Task Method_That_Is_Documented_With_Its_Parameters_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            internal static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }

        /// <summary>See <see cref="C.Export(ChannelReader{int})"/>.</summary>
        class D { }
        """);

    [Fact]
    public Task Method_That_Is_Only_Named_Gains_A_Parameter() => VerifyFix.LinksToParameter(
        """
        /// <summary>See <see cref="Export"/>.</summary>
        static class C
        {
            public static string Name => nameof(Export);

            internal static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }
        """,
        """
        /// <summary>See <see cref="Export"/>.</summary>
        static class C
        {
            public static string Name => nameof(Export);

            internal static void Export(ChannelReader<int> parent, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Thread.Sleep(10);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Method_With_An_Attribute_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            [Obsolete]
            public static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }
        """);

    [Fact]
    public Task Partial_Method_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        partial class C
        {
            public partial Task ExportAsync(ChannelReader<int> parent);

            public partial async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10);
            }
        }
        """);

    [Fact]
    public Task Lambdas_Constructors_And_Accessors_Keep_Their_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        class C
        {
            public C(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }

            public Action<ChannelReader<int>> Lambda { get; } = parent =>
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            };

            public int Accessor
            {
                set
                {
                    _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                    Thread.Sleep(value);
                }
            }
        }
        """);

    [Fact]
    public Task Method_With_Params_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent, params int[] times)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(times[0]);
            }
        }
        """);

    [Fact]
    public Task Method_With_A_Twin_That_Takes_A_Token_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }

            public static void Export(ChannelReader<int> parent, CancellationToken token) => token.ThrowIfCancellationRequested();
        }
        """);

    [Fact]
    public Task Method_With_An_Overload_That_Would_Take_The_Same_Calls_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }

            public static void Export(ChannelReader<int> parent, bool twice = false)
            {
                Export(parent);
                Console.WriteLine(twice);
            }
        }
        """);

    [Fact]
    public Task Method_With_An_Overload_Of_Params_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            public static void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }

            public static void Export(ChannelReader<int> parent, params bool[] twice)
            {
                Export(parent);
                Console.WriteLine(twice);
            }
        }
        """);

    [Fact]
    public Task Method_With_An_Overload_In_The_Base_Type_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        class B
        {
            protected void Export(ChannelReader<int> parent, CancellationToken token) => Console.WriteLine(parent.Count);
        }

        class C : B
        {
            public void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }

            public void Use(ChannelReader<int> parent) => Export(parent, default);
        }
        """);

    [Fact]
    public Task Method_That_Hides_Another_Or_Is_Hidden_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        class Session
        {
            public void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }

        class QuietSession : Session
        {
            public new void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }
        """);

    [Fact]
    public Task Method_Without_Anything_Long_After_The_Start_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            public static void Start(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
            }
        }
        """);
}
