using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;

namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests the layout, the documentation comment and the name of a parameter that a fix adds.</summary>
public class NewParameterLayoutTests
{
    [Fact]
    public Task Parameter_Gets_A_Line_Where_The_Others_Have_Lines() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            public static void Export(
                ChannelReader<int> parent,
                int times)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(times);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(
                ChannelReader<int> parent,
                int times,
                CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Thread.Sleep(times);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Parameter_Is_Documented_Where_The_Others_Are() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            /// <summary>Exports.</summary>
            /// <param name="parent">What is read.</param>
            /// <param name="times">How often
            /// it is read.</param>
            /// <returns>A task.</returns>
            public static async Task ExportAsync(ChannelReader<int> parent, int times)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(times);
            }

            /// <summary>Exports.</summary>
            public static void Export()
            {
                _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                Thread.Sleep(10);
            }

            /**
             * <summary>Exports.</summary>
             * <param name="times">How often.</param>
             */
            public static void ExportOften(int times)
            {
                _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1));
                Thread.Sleep(times);
            }
        }
        """,
        """
        static class C
        {
            /// <summary>Exports.</summary>
            /// <param name="parent">What is read.</param>
            /// <param name="times">How often
            /// it is read.</param>
            /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
            /// <returns>A task.</returns>
            public static async Task ExportAsync(ChannelReader<int> parent, int times, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(times);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            /// <summary>Exports.</summary>
            public static void Export(CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await Task.Delay(-1, linkedToken));
                    Thread.Sleep(10);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            /**
             * <summary>Exports.</summary>
             * <param name="times">How often.</param>
             * <param name="cancellationToken">The token to monitor for cancellation requests.</param>
             */
            public static void ExportOften(int times, CancellationToken cancellationToken = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await Task.Delay(-1, linkedToken));
                    Thread.Sleep(times);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);

    [Theory]
    [InlineData("/// <param name=\"times\"/>", "/// <param name=\"times\"/>\n    /// {0}")]
    [InlineData("/// <summary>Exports <param name=\"times\">often</param>.</summary>", "/// <summary>Exports <param name=\"times\">often</param> {0}.</summary>")]
    [InlineData("/** <param name=\"times\">How often.</param> */", "/** <param name=\"times\">How often.</param> {0} */")]
    [InlineData("/** <summary>Exports.</summary>\n        <param name=\"times\">How often.</param> */", "/** <summary>Exports.</summary>\n        <param name=\"times\">How often.</param>\n        {0} */")]
    [InlineData("///<param name=\"times\">How often.</param>\n    ///<returns>A task.</returns>", "///<param name=\"times\">How often.</param>\n    ///{0}\n    ///<returns>A task.</returns>")]
    [InlineData("/// <param name=\"times\">How often.</param>\n    // Begun once.", "/// <param name=\"times\">How often.</param>\n    /// {0}\n    // Begun once.")]
    [InlineData("/// <summary>Exports.</summary>", "/// <summary>Exports.</summary>")]
    [InlineData("/// <inheritdoc/>", "/// <inheritdoc/>")]
    [InlineData("/// <typeparam name=\"T\">A type.</typeparam>\n    /// <paramref name=\"times\"/>", "/// <typeparam name=\"T\">A type.</typeparam>\n    /// <paramref name=\"times\"/>")]
    [InlineData("// <param name=\"times\">How often.</param>", "// <param name=\"times\">How often.</param>")]
    public async Task Documentation_Is_As_Complete_As_It_Was(string comment, string expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        Project project = OfferedActions.ProjectOf($$"""
            static class C
            {
                {{comment}}
                public static void Export<T>(int times)
                {
                    _ = Task.Run(async () => await Task.Delay(-1));
                    Thread.Sleep(times);
                }
            }
            """);
        var before = await OfferedActions.AnalyzeAsync(project, limit.Token);
        IReadOnlyList<CodeAction> actions = await OfferedActions.ForAsync(Assert.Single(before.Reports), project.Solution, limit.Token);
        Solution changed = await OfferedActions.ApplyAsync(actions.Single(action => action.EquivalenceKey == "LEAK001.LinkToNewParameter"), limit.Token);
        string text = await OfferedActions.TextOfAsync(changed, limit.Token);
        string line = string.Format(CultureInfo.InvariantCulture, expected, "<param name=\"cancellationToken\">The token to monitor for cancellation requests.</param>");
        Assert.Contains($"    {line}\n    public static void Export<T>(int times, CancellationToken cancellationToken = default)\n", text, StringComparison.Ordinal);
        var complaints = await OfferedActions.ComplaintsAboutAsync(changed.Projects.Single(), limit.Token);
        Assert.Equal(before.Complaints.Select(complaint => complaint.Id), complaints.Select(complaint => complaint.Id));
    }

    [Fact]
    public Task Name_Of_The_Parameter_Is_Free() => VerifyFix.LinksToParameter(
        """
        class C
        {
            private readonly string cancellationToken = "";

            public void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
                Console.WriteLine(cancellationToken);
            }

            public static void Export(ChannelReader<int> parent, int linkedCts)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(linkedCts);
                Action<int> print = cancellationToken => Console.WriteLine(cancellationToken);
                print(1);
            }
        }
        """,
        """
        class C
        {
            private readonly string cancellationToken = "";

            public void Export(ChannelReader<int> parent, CancellationToken cancellationToken2 = default)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken2);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Thread.Sleep(10);
                    Console.WriteLine(cancellationToken);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }

            public static void Export(ChannelReader<int> parent, int linkedCts, CancellationToken cancellationToken2 = default)
            {
                using var linkedCts2 = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken2);
                CancellationToken linkedToken2 = linkedCts2.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken2));
                    Thread.Sleep(linkedCts);
                    Action<int> print = cancellationToken => Console.WriteLine(cancellationToken);
                    print(1);
                }
                finally
                {
                    linkedCts2.Cancel();
                }
            }
        }
        """);

    [Fact]
    public Task Type_Keeps_Its_Short_Name_Where_A_Property_Has_It_Too() => VerifyFix.LinksToParameter(
        """
        class C
        {
            public CancellationToken CancellationToken { get; set; }

            public void Export(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(10);
            }
        }
        """,
        """
        class C
        {
            public CancellationToken CancellationToken { get; set; }

            public void Export(ChannelReader<int> parent, CancellationToken cancellationToken = default)
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
    public Task Comments_Stay_With_Their_Parameters() => VerifyFix.LinksToParameter(
        """
        static class C
        {
            public static void Export(
                ChannelReader<int> parent, // what is read
                int times /* how often */ ) // and so on
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Thread.Sleep(times);
            }
        }
        """,
        """
        static class C
        {
            public static void Export(
                ChannelReader<int> parent, // what is read
                int times, /* how often */
                CancellationToken cancellationToken = default ) // and so on
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    Thread.Sleep(times);
                }
                finally
                {
                    linkedCts.Cancel();
                }
            }
        }
        """);
}
