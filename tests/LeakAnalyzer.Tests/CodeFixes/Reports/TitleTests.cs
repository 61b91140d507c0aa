using LeakAnalyzer.CodeFixes;
using LeakAnalyzer.CodeFixes.Reports;

namespace LeakAnalyzer.Tests.CodeFixes.Reports;

/// <summary>Tests the titles of the code actions.</summary>
public class TitleTests
{
    [Theory]
    [InlineData("await parent.ReadAsync(token)", "LEAK002", "await parent.ReadAsync(linkedToken)", "Cancel the wait when 'ExportAsync' exits")]
    [InlineData("await parent.ReadAsync()", "LEAK001", "await parent.ReadAsync(linkedToken)", "Cancel the wait when 'ExportAsync' exits")]
    [InlineData("while (true) await Task.Delay(9)", "LEAK004", "while (!linkedToken.IsCancellationRequested) await Task.Delay(9, linkedToken)", "Cancel the loop when 'ExportAsync' exits")]
    public async Task Linking_Says_What_Is_Cancelled_When(string work, string id, string linked, string title) => Assert.Equal(
        title,
        await VerifyFix.TitleOf(
            FixKind.LinkToScope,
            $$"""
            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = {|{{id}}:Task.Run|}(async () => { {{work}}; });
                    await Task.Delay(10, token);
                }
            }
            """,
            $$"""
            static class C
            {
                public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
                {
                    using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => { {{linked}}; });
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        await linkedCts.CancelAsync();
                    }
                }
            }
            """));

    [Theory]
    [InlineData("await parent.ReadAsync()", "LEAK001", "await parent.ReadAsync(token)", "Pass 'token' to the wait")]
    [InlineData("for (;;) await Task.Delay(9)", "LEAK004", "for (; !token.IsCancellationRequested;) await Task.Delay(9, token)", "Pass 'token' to the loop")]
    public async Task Passing_Says_What_Gets_The_Token(string work, string id, string passed, string title) => Assert.Equal(
        title,
        await VerifyFix.TitleOf(
            FixKind.PassToken,
            $$"""
            static class C
            {
                public static void Start(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = {|{{id}}:Task.Run|}(async () => { {{work}}; });
                }
            }
            """,
            $$"""
            static class C
            {
                public static void Start(ChannelReader<int> parent, CancellationToken token)
                {
                    _ = Task.Run(async () => { {{passed}}; });
                }
            }
            """));

    [Fact]
    public async Task Cancelling_Says_When() => Assert.Equal(
        "Cancel 'cts' when 'Export' exits",
        await VerifyFix.TitleOf(
            FixKind.CancelBeforeDispose,
            """
            static class C
            {
                public static void Export(ChannelReader<int> parent)
                {
                    using var {|LEAK003:cts|} = new CancellationTokenSource();
                    _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                }
            }
            """,
            """
            static class C
            {
                public static void Export(ChannelReader<int> parent)
                {
                    using var cts = new CancellationTokenSource();
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            }
            """));

    [Fact]
    public async Task Cancelling_In_A_Block_Says_Before_What() => Assert.Equal(
        "Cancel 'cts' before it is disposed",
        await VerifyFix.TitleOf(
            FixKind.CancelBeforeDispose,
            """
            static class C
            {
                public static void Export(ChannelReader<int> parent)
                {
                    using (var {|LEAK003:cts|} = new CancellationTokenSource())
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                    }
                }
            }
            """,
            """
            static class C
            {
                public static void Export(ChannelReader<int> parent)
                {
                    using (var cts = new CancellationTokenSource())
                    {
                        try
                        {
                            _ = Task.Run(async () => await parent.ReadAsync(cts.Token));
                        }
                        finally
                        {
                            cts.Cancel();
                        }
                    }
                }
            }
            """));

    [Theory]
    [InlineData("public static void Open()", "Cancel 'opened' on every path out of 'Open' that doesn't set it")]
    [InlineData("public static void Open() { lock (typeof(C))", "Cancel 'opened' on every path out of its block that doesn't set it")]
    public async Task Completing_Says_Of_What_And_Where(string head, string title)
    {
        string end = head.Contains('{', StringComparison.Ordinal) ? "} }" : "}";
        Assert.Equal(
            title,
            await VerifyFix.TitleOf(
                FixKind.Complete,
                $$"""
                static class C
                {
                    {{head}}
                    {
                        var opened = {|LEAK006:new TaskCompletionSource()|};
                        _ = Task.Run(async () => await opened.Task);
                    {{end}}
                }
                """,
                $$"""
                static class C
                {
                    {{head}}
                    {
                        var opened = new TaskCompletionSource();
                        try
                        {
                            _ = Task.Run(async () => await opened.Task);
                        }
                        finally
                        {
                            opened.TrySetCanceled();
                        }
                    {{end}}
                }
                """));
    }
}
