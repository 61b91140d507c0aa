namespace LeakAnalyzer.Tests.CodeFixes.Editing;

/// <summary>Tests the <c>using</c> directives that a fix adds for the types in its code.</summary>
public class UsingDirectiveTests
{
    [Fact]
    public Task Using_Is_Added_In_Order() => VerifyFix.LinksIn(
        [
            """
            // A file.

            using System;
            using System.Collections.Generic;
            using System.Threading.Channels;
            using System.Threading.Tasks;
            using Other;
            using Text = System.Text;

            namespace Mine;

            class C
            {
                public async Task<List<Text.Rune>> ExportAsync(ChannelReader<int> parent)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                    Console.WriteLine(new D());
                    return [];
                }
            }
            """,
            """
            namespace Other
            {
                class D { }
            }
            """,
        ],
        [
            """
            // A file.

            using System;
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Channels;
            using System.Threading.Tasks;
            using Other;
            using Text = System.Text;

            namespace Mine;

            class C
            {
                public async Task<List<Text.Rune>> ExportAsync(ChannelReader<int> parent)
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        await Task.Delay(10);
                        Console.WriteLine(new D());
                        return [];
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                }
            }
            """,
            """
            namespace Other
            {
                class D { }
            }
            """,
        ],
        Setup.Default with { WithoutUsings = true });

    [Fact]
    public Task Using_Is_Added_In_The_Namespace_Where_The_Others_Are() => VerifyFix.Links(
        """
        namespace Mine
        {
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
        }
        """,
        """
        namespace Mine
        {
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
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                }
            }
        }
        """,
        Setup.Default with { WithoutUsings = true });

    [Fact]
    public Task Using_Is_Added_To_Each_Namespace_That_Has_Its_Own() => VerifyFix.Links(
        """
        namespace Mine
        {
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
        }

        namespace Yours
        {
            using System.Threading.Channels;
            using System.Threading.Tasks;

            static class D
            {
                public static async Task ExportAsync(ChannelReader<int> parent)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                }
            }
        }
        """,
        """
        namespace Mine
        {
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
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                }
            }
        }

        namespace Yours
        {
            using System.Threading;
            using System.Threading.Channels;
            using System.Threading.Tasks;

            static class D
            {
                public static async Task ExportAsync(ChannelReader<int> parent)
                {
                    using var scopeCts = new CancellationTokenSource();
                    CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                }
            }
        }
        """,
        Setup.Default with { WithoutUsings = true });

    [Fact]
    public Task Using_Is_The_First_Of_A_File_Without_Any() => VerifyFix.Links(
        """
        // A file.

        /// <summary>Exports.</summary>
        static class C
        {
            public static async System.Threading.Tasks.Task ExportAsync(System.Threading.Channels.ChannelReader<int> parent)
            {
                _ = System.Threading.Tasks.{|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await System.Threading.Tasks.Task.Delay(10);
            }
        }
        """,
        """
        // A file.

        using System.Threading;

        /// <summary>Exports.</summary>
        static class C
        {
            public static async System.Threading.Tasks.Task ExportAsync(System.Threading.Channels.ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = System.Threading.Tasks.Task.Run(async () => await parent.ReadAsync(scopeToken));
                    await System.Threading.Tasks.Task.Delay(10);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }
        }
        """,
        Setup.Default with { WithoutUsings = true });

    [Fact]
    public Task Using_That_Would_Make_A_Name_Ambiguous_Is_Not_Added() => VerifyFix.LinksIn(
        [
            """
            using System.Threading.Channels;
            using System.Threading.Tasks;
            using Other;

            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                    System.Console.WriteLine(new Timer());
                }
            }
            """,
            """
            namespace Other
            {
                class Timer { }
            }
            """,
        ],
        [
            """
            using System.Threading.Channels;
            using System.Threading.Tasks;
            using Other;

            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent)
                {
                    using var scopeCts = new System.Threading.CancellationTokenSource();
                    System.Threading.CancellationToken scopeToken = scopeCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        await Task.Delay(10);
                        System.Console.WriteLine(new Timer());
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                }
            }
            """,
            """
            namespace Other
            {
                class Timer { }
            }
            """,
        ],
        Setup.Default with { WithoutUsings = true });

    [Fact]
    public Task Global_Using_Is_Enough() => VerifyFix.LinksIn(
        [
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
            global using System.Threading;
            """,
        ],
        [
            """
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
                        _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                        await Task.Delay(10);
                    }
                    finally
                    {
                        await scopeCts.CancelAsync();
                    }
                }
            }
            """,
            """
            global using System.Threading;
            """,
        ],
        Setup.Default with { WithoutUsings = true });

    [Fact]
    public Task Using_Is_Added_After_Global_Ones() => VerifyFix.Links(
        """
        global using System.Threading.Channels;
        global using System.Threading.Tasks;

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
        global using System.Threading.Channels;
        global using System.Threading.Tasks;
        using System.Threading;

        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    await Task.Delay(10);
                }
                finally
                {
                    await scopeCts.CancelAsync();
                }
            }
        }
        """,
        Setup.Default with { WithoutUsings = true });
}
