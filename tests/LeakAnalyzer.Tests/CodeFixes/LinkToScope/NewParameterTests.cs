using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests the fix that adds an optional token parameter, and links the new <c>CancellationTokenSource</c> to it.</summary>
public class NewParameterTests
{
    [Fact]
    public Task Parameter_Is_Added_As_The_Last() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10);
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
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
    public Task Only_Parameter_Is_Added() => VerifyFix.LinksToParameter(
        """
        class C
        {
            private readonly ChannelReader<int> _parent = Channel.CreateUnbounded<int>().Reader;

            public void Export()
            {
                _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                Thread.Sleep(10);
                Console.WriteLine(_parent);
            }
        }
        """,
        """
        class C
        {
            private readonly ChannelReader<int> _parent = Channel.CreateUnbounded<int>().Reader;

            public void Export(CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await Task.Delay(-1, linkedToken));
                    Thread.Sleep(10);
                    Console.WriteLine(_parent);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Parameter_Is_Added_After_Optional_Ones() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            public static void Export(this ChannelReader<int> parent, int times = 1, string? name = null)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(times);
                Console.WriteLine(name);
            }

            public static void Use(ChannelReader<int> parent)
            {
                parent.Export();
                parent.Export(name: "a");
                Export(parent, 1, "b");
            }
        }
        """,
        """
        static class C
        {
            public static void Export(this ChannelReader<int> parent, int times = 1, string? name = null, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Thread.Sleep(times);
                    Console.WriteLine(name);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public static void Use(ChannelReader<int> parent)
            {
                parent.Export();
                parent.Export(name: "a");
                Export(parent, 1, "b");
            }
        }
        """);

    [Fact]
    public Task Local_Function_Gains_A_Parameter() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                await WorkAsync();

                async Task WorkAsync()
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                }
            }
        }
        """,
        """
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                await WorkAsync();

                async Task WorkAsync(CancellationToken cancellationToken = default)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        await Task.Delay(10);
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
    [OnOldestRoslyn]
    public Task Old_Language_Gets_A_Parameter() => VerifyFix.LinksToParameter(
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
        static class C
        {
            public static void Export(ChannelReader<int> parent, CancellationToken cancellationToken = default)
            {
                using (var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
                {
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
        }
        """,
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3 });

    [Fact]
    public Task Async_Iterator_Says_That_Its_Parameter_Is_The_Enumerations_Token() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            public static async IAsyncEnumerable<int> ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10);
                yield return 1;
            }
        }
        """,
        """
        static class C
        {
            public static async IAsyncEnumerable<int> ExportAsync(ChannelReader<int> parent, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
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
        """);

    [Fact]
    public Task Generic_Method_Gains_A_Parameter() => VerifyFix.LinksToParameter(
        """
        class C<T>
        {
            internal TResult Export<TResult>(ChannelReader<T> parent, Func<T, TResult> convert)
                where TResult : class
            {
                _ = {|LEAK001:Task.Run|}(async () => convert(await parent.ReadAsync()));
                Thread.Sleep(10);
                return null!;
            }
        }
        """,
        """
        class C<T>
        {
            internal TResult Export<TResult>(ChannelReader<T> parent, Func<T, TResult> convert, CancellationToken cancellationToken = default)
                where TResult : class
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => convert(await parent.ReadAsync(linkedToken)));
                    Thread.Sleep(10);
                    return null!;
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Using_Is_Added_For_The_Parameter() => VerifyFix.LinksToParameter(
        """
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10);
            }
        }
        """,
        """
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }
        }
        """,
        Setup.Default with { WithoutUsings = true });
}
