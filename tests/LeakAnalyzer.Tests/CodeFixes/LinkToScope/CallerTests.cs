namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests where a fix can add a parameter to a method, depending on how the method is used.</summary>
public class CallerTests
{
    [Fact]
    public Task Method_That_Is_Only_Called_Gains_A_Parameter() => VerifyFix.LinksToParameter(
        """
        class C
        {
            public void Use(ChannelReader<int> parent) => Export(parent);

            private void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
                Action<ChannelReader<int>> again = reader => Export(reader);
                again(parent);
                this?.Export(parent);
            }
        }
        """,
        """
        class C
        {
            public void Use(ChannelReader<int> parent) => Export(parent);

            private void Export(ChannelReader<int> parent, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Thread.Sleep(10);
                    Action<ChannelReader<int>> again = reader => Export(reader);
                    again(parent);
                    this?.Export(parent);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Local_Function_That_Is_Used_As_A_Delegate_Keeps_Its_Signature() => VerifyFix.DoesNotLinkToParameter(
        """
        static class C
        {
            public static void Use(ChannelReader<int> parent)
            {
                Action<ChannelReader<int>> export = Export;
                export(parent);

                static void Export(ChannelReader<int> parent)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    Thread.Sleep(10);
                }
            }
        }
        """);

    [Fact]
    public Task Function_Of_Another_Method_With_The_Name_Of_A_Delegate_Gains_A_Parameter() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            public static Action Use()
            {
                return Export;

                static void Export() { }
            }

            public static async Task UseAsync(ChannelReader<int> parent)
            {
                await foreach (int item in Export())
                {
                }

                async IAsyncEnumerable<int> Export()
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                    yield return 1;
                }
            }
        }
        """,
        """
        static class C
        {
            public static Action Use()
            {
                return Export;

                static void Export() { }
            }

            public static async Task UseAsync(ChannelReader<int> parent)
            {
                await foreach (int item in Export())
                {
                }

                async IAsyncEnumerable<int> Export([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        await Task.Delay(10);
                        yield return 1;
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Attribute_Of_The_Enumerations_Token_Has_Its_Short_Name_Where_That_Is_Known() => VerifyFix.LinksToParameter(
        """
        using System.Collections.Generic;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void Use() { }

            public static async IAsyncEnumerable<int> ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10);
                yield return 1;
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void Use() { }

            public static async IAsyncEnumerable<int> ExportAsync(ChannelReader<int> parent, [EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10);
                    yield return 1;
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """,
        Setup.Default with { WithoutUsings = true });

    [Fact]
    public Task Method_Group_In_Another_File_Keeps_The_Signature() => VerifyFix.LinksToParameterIn(
        [
            """
            static class C
            {
                public static void Export(ChannelReader<int> parent)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    Thread.Sleep(10);
                }
            }
            """,
            """
            static class D
            {
                public static void Use(ChannelReader<int>[] parents) => Array.ForEach(parents, C.Export);
            }
            """,
        ],
        [
            """
            static class C
            {
                public static void Export(ChannelReader<int> parent)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    Thread.Sleep(10);
                }
            }
            """,
            """
            static class D
            {
                public static void Use(ChannelReader<int>[] parents) => Array.ForEach(parents, C.Export);
            }
            """,
        ]);

    [Fact]
    public Task Heir_That_Has_The_Signature_Already_Keeps_It_To_Itself() => VerifyFix.DoesNotLinkToParameter(
        """
        class B
        {
            public void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }

        class C : B
        {
            public void Export(ChannelReader<int> parent, CancellationToken token) => Console.WriteLine(parent.Count);
        }
        """);
}
