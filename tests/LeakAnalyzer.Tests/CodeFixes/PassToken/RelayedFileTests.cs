using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>Tests fixes that pass a token through methods of other files, which another project may call or override.</summary>
public class RelayedFileTests
{
    [Fact]
    public Task Method_Of_Another_File_Gains_A_Parameter() => VerifyFix.LinksIn(
        [
            """
            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = {|LEAK001:D.PumpAsync|}(parent);
                    await Task.Delay(10, token);
                }
            }
            """,
            """
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source)
                {
                    await E.ReadAsync(source);
                }
            }
            """,
            """
            static class E
            {
                // Reads.
                public static async Task ReadAsync(ChannelReader<int> source) => await source.ReadAsync();
            }
            """,
        ],
        [
            """
            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = D.PumpAsync(parent, linkedToken);
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
            """,
            """
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default)
                {
                    await E.ReadAsync(source, cancellationToken);
                }
            }
            """,
            """
            static class E
            {
                // Reads.
                public static async Task ReadAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
            }
            """,
        ]);

    [Fact]
    public Task Scopes_Of_Several_Files_Share_The_Parameter_Of_A_Method() => VerifyFix.LinksIn(
        [
            """
            static class C
            {
                public static void Export(ChannelReader<int> parent)
                {
                    _ = {|LEAK001:D.PumpAsync|}(parent);
                    Thread.Sleep(10);
                }
            }
            """,
            """
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();

                public static void Import(ChannelReader<int> parent)
                {
                    _ = {|LEAK001:PumpAsync|}(parent);
                    Thread.Sleep(10);
                }
            }
            """,
        ],
        [
            """
            static class C
            {
                public static void Export(ChannelReader<int> parent)
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = D.PumpAsync(parent, scopeToken);
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
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);

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
            """,
        ]);

    [Fact]
    public Task Using_Is_Added_In_The_File_That_Needs_It() => VerifyFix.PassesIn(
        [
            """
            using System.Threading;
            using System.Threading.Channels;
            using System.Threading.Tasks;

            static class C
            {
                public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:Pumps.D.PumpAsync|}(parent);
            }
            """.Replace("{|LEAK001:Pumps.D.PumpAsync|}", "Pumps.{|LEAK001:D.PumpAsync|}"),
            """
            using System.Threading.Channels;
            using System.Threading.Tasks;

            namespace Pumps;

            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source) => await E.ReadAsync(source);
            }
            """,
            """
            namespace Pumps
            {
                using System.Threading.Channels;

                static class E
                {
                    public static async System.Threading.Tasks.Task ReadAsync(ChannelReader<int> source) => await source.ReadAsync();
                }
            }
            """,
        ],
        [
            """
            using System.Threading;
            using System.Threading.Channels;
            using System.Threading.Tasks;

            static class C
            {
                public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = Pumps.D.PumpAsync(parent, token);
            }
            """,
            """
            using System.Threading;
            using System.Threading.Channels;
            using System.Threading.Tasks;

            namespace Pumps;

            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await E.ReadAsync(source, cancellationToken);
            }
            """,
            """
            namespace Pumps
            {
                using System.Threading;
                using System.Threading.Channels;

                static class E
                {
                    public static async System.Threading.Tasks.Task ReadAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
                }
            }
            """,
        ],
        Setup.Default with { WithoutUsings = true });

    [Fact]
    public Task Using_Is_Added_Once_For_A_Source_And_A_Parameter() => VerifyFix.Links(
        """
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:PumpAsync|}(parent);
                await Task.Delay(10);
            }

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = PumpAsync(parent, scopeToken);
                    await Task.Delay(10);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """,
        Setup.Default with { WithoutUsings = true });

    [Theory]
    [InlineData("// <auto-generated/>\n")]
    [InlineData("/* <autogenerated> by a tool */\n")]
    public Task Method_Of_A_Generated_File_Keeps_Its_Signature(string header)
    {
        string generated = header +
            """
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
            }
            """;
        string code =
            """
            static class C
            {
                public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:D.PumpAsync|}(parent);
            }
            """;
        return VerifyFix.PassesIn([code, generated], [code, generated]);
    }

    [Fact]
    public Task Calls_Of_Another_Project_Are_Unharmed() => VerifyFix.Passes(
        """
        using System.Runtime.CompilerServices;
        [assembly: InternalsVisibleTo("Dependent")]

        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            internal static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        """
        using System.Runtime.CompilerServices;
        [assembly: InternalsVisibleTo("Dependent")]

        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = PumpAsync(parent, token);

            internal static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) => await source.ReadAsync(cancellationToken);
        }
        """,
        Setup.Default with { DependentSources = ["class D { public Task UseAsync(ChannelReader<int> reader) => C.PumpAsync(reader); }"] });

    [Fact]
    public Task Delegate_Of_Another_Project_Keeps_The_Signature() => VerifyFix.DoesNotPass(
        """
        using System.Runtime.CompilerServices;
        [assembly: InternalsVisibleTo("Dependent")]

        static class C
        {
            public static void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            internal static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        Setup.Default with { DependentSources = ["class D { public Func<ChannelReader<int>, Task> Use() => C.PumpAsync; }"] });

    [Fact]
    public Task Heir_In_Another_Project_Keeps_The_Signature_It_Has() => VerifyFix.DoesNotPass(
        """
        using System.Runtime.CompilerServices;
        [assembly: InternalsVisibleTo("Dependent")]

        class C
        {
            public void Start(ChannelReader<int> parent, CancellationToken token) => _ = {|LEAK001:PumpAsync|}(parent);

            internal async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        }
        """,
        Setup.Default with
        {
            DependentSources =
            [
                "interface IPump { Task PumpAsync(ChannelReader<int> source); } class D : C, IPump { Task IPump.PumpAsync(ChannelReader<int> source) => PumpAsync(source); "
                + "internal string PumpAsync(ChannelReader<int> source, CancellationToken token) => $\"{source}{token}\"; }",
            ],
        });

    [Fact]
    [OnOldestRoslyn]
    public Task Nullable_Off_And_An_Old_Language_Are_Respected() => VerifyFix.PassesIn(
        [
            """
            static class C
            {
                public static void Start(ChannelReader<int> parent, CancellationToken token)
                {
                    var pump = {|LEAK001:D.PumpAsync|}(parent);
                }
            }
            """,
            """
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source) { await source.ReadAsync(); }
            }
            """,
        ],
        [
            """
            static class C
            {
                public static void Start(ChannelReader<int> parent, CancellationToken token)
                {
                    var pump = D.PumpAsync(parent, token);
                }
            }
            """,
            """
            static class D
            {
                public static async Task PumpAsync(ChannelReader<int> source, CancellationToken cancellationToken = default) { await source.ReadAsync(cancellationToken); }
            }
            """,
        ],
        Setup.NetStandard20 with { Language = LanguageVersion.CSharp7_3, Nullable = NullableContextOptions.Disable });
}
