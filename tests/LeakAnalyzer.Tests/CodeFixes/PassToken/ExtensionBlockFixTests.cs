using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.PassToken;

/// <summary>
/// Tests fixes of tasks that are started in, or wait in, members of C# 14's extension blocks. The oldest supported Roslyn doesn't know them, so this file isn't
/// part of the tests that run on it.
/// </summary>
public class ExtensionBlockFixTests
{
    private static readonly Setup s_setup = new() { Language = (LanguageVersion)1400 };
    private static readonly Setup s_library = s_setup with { EditorConfig = "dotnet_diagnostic.CS1591.severity = none" };

    [Fact]
    public Task The_Token_Of_The_Receiver_Is_Passed() => VerifyFix.Passes(
        """
        static class Extensions
        {
            extension(CancellationToken token)
            {
                public void Start(ChannelReader<int> reader) => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
            }
        }
        """,
        """
        static class Extensions
        {
            extension(CancellationToken token)
            {
                public void Start(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(token));
            }
        }
        """,
        s_setup);

    [Theory]
    [InlineData("{|LEAK001:DrainAsync|}()", "reader.{0}", "DrainAsync(token)")]
    [InlineData("{|LEAK001:Extensions.DrainAsync|}(reader)", "{0}", "Extensions.DrainAsync(reader, token)")]
    public Task A_Member_Gains_A_Parameter(string call, string format, string fixedCall) => VerifyFix.Passes(
        $$"""
        static class Extensions
        {
            extension(ChannelReader<int> reader)
            {
                public async Task DrainAsync() => await reader.ReadAsync();
            }
        }

        class Subject
        {
            public void Start(ChannelReader<int> reader, CancellationToken token) => _ = {{string.Format(format, call)}};
        }
        """,
        $$"""
        static class Extensions
        {
            extension(ChannelReader<int> reader)
            {
                public async Task DrainAsync(CancellationToken cancellationToken = default) => await reader.ReadAsync(cancellationToken);
            }
        }

        class Subject
        {
            public void Start(ChannelReader<int> reader, CancellationToken token) => _ = {{string.Format(format, fixedCall)}};
        }
        """,
        s_setup);

    [Theory]
    [InlineData("{|LEAK001:DrainAsync|}()", "reader.{0}", "DrainAsync(token)")]
    [InlineData("{|LEAK001:Extensions.DrainAsync|}(reader)", "{0}", "Extensions.DrainAsync(reader, token)")]
    [InlineData("{|LEAK001:DrainAsync|}(default)", "reader.{0}", "DrainAsync(token)")]
    public Task The_Parameter_Of_A_Member_Is_Used(string call, string format, string fixedCall) => VerifyFix.Passes(
        $$"""
        static class Extensions
        {
            extension(ChannelReader<int> reader)
            {
                public async Task DrainAsync(CancellationToken stop = default) => await reader.ReadAsync(stop);
            }
        }

        class Subject
        {
            public void Start(ChannelReader<int> reader, CancellationToken token) => _ = {{string.Format(format, call)}};
        }
        """,
        $$"""
        static class Extensions
        {
            extension(ChannelReader<int> reader)
            {
                public async Task DrainAsync(CancellationToken stop = default) => await reader.ReadAsync(stop);
            }
        }

        class Subject
        {
            public void Start(ChannelReader<int> reader, CancellationToken token) => _ = {{string.Format(format, fixedCall)}};
        }
        """,
        s_setup);

    [Fact]
    public Task A_Public_Member_Of_A_Library_Gains_An_Overload() => VerifyFix.Passes(
        """
        /// <summary>Extensions.</summary>
        public static class Extensions
        {
            extension(ChannelReader<int> reader)
            {
                /// <summary>Drains.</summary>
                public async Task DrainAsync(int count) => await reader.ReadAsync();
            }

            internal static void Start(ChannelReader<int> reader, CancellationToken token) => _ = reader.{|LEAK001:DrainAsync|}(1);
        }
        """,
        """
        /// <summary>Extensions.</summary>
        public static class Extensions
        {
            extension(ChannelReader<int> reader)
            {
                /// <summary>Drains.</summary>
                public async Task DrainAsync(int count, CancellationToken cancellationToken) => await reader.ReadAsync(cancellationToken);

                /// <summary>Drains.</summary>
                public Task DrainAsync(int count) => reader.DrainAsync(count, CancellationToken.None);
            }

            internal static void Start(ChannelReader<int> reader, CancellationToken token) => _ = reader.DrainAsync(1, token);
        }
        """,
        s_library);

    [Fact]
    public Task The_New_Parameter_Has_Another_Name_Than_The_Receiver() => VerifyFix.Passes(
        """
        static class Extensions
        {
            extension(ChannelReader<int> cancellationToken)
            {
                public async Task DrainAsync() => await cancellationToken.ReadAsync();
            }

            public static void Start(ChannelReader<int> reader, CancellationToken token) => _ = reader.{|LEAK001:DrainAsync|}();
        }
        """,
        """
        static class Extensions
        {
            extension(ChannelReader<int> cancellationToken)
            {
                public async Task DrainAsync(CancellationToken cancellationToken2 = default) => await cancellationToken.ReadAsync(cancellationToken2);
            }

            public static void Start(ChannelReader<int> reader, CancellationToken token) => _ = reader.DrainAsync(token);
        }
        """,
        s_setup);

    [Theory]
    [InlineData("public static Task DrainAsync(this ChannelReader<int> other, CancellationToken stop) => Task.CompletedTask;")]
    [InlineData("extension(ChannelReader<int> other) { public Task DrainAsync(CancellationToken stop) => Task.CompletedTask; }")]
    [InlineData("public static Func<ChannelReader<int>, Task> Drain => Extensions.DrainAsync;")]
    [InlineData("public static Func<Task> Of(ChannelReader<int> reader) => reader.DrainAsync;")]
    public Task A_Member_That_Would_Clash_Gains_No_Parameter(string other) => VerifyFix.DoesNotPass(
        $$"""
        static class Extensions
        {
            extension(ChannelReader<int> reader)
            {
                public async Task DrainAsync() => await reader.ReadAsync();
            }

            {{other}}

            public static void Start(ChannelReader<int> reader, CancellationToken token) => _ = reader.{|LEAK001:DrainAsync|}();
        }
        """,
        s_setup);

    [Fact]
    public Task A_Start_In_A_Member_Is_Linked_To_Its_Scope() => VerifyFix.Links(
        """
        static class Extensions
        {
            extension(ChannelReader<int> reader)
            {
                public async Task ExportAsync(CancellationToken token)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
                    await Task.Delay(10, token);
                }
            }
        }
        """,
        """
        static class Extensions
        {
            extension(ChannelReader<int> reader)
            {
                public async Task ExportAsync(CancellationToken token)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await reader.ReadAsync(linkedToken));
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
        }
        """,
        s_setup);

    [Fact]
    public Task A_Static_Class_Gets_No_Field() => VerifyFix.DoesNotCancelOnDispose(
        """
        static class Extensions
        {
            extension(ChannelReader<int> reader)
            {
                public void Start() => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());

                public void Dispose() { }
            }
        }
        """,
        s_setup);
}
