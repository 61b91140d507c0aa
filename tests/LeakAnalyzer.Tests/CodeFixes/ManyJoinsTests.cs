namespace LeakAnalyzer.Tests.CodeFixes;

/// <summary>Joins of scopes in each other, of several scopes in one file, and completions in several files.</summary>
public class ManyJoinsTests
{
    [Fact]
    public Task Each_Scope_Joins_Its_Own_Task() => VerifyFix.Joins(
        """
        static class C
        {
            static async Task OneAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }

            static async Task OtherAsync(ChannelReader<int> parent, CancellationToken token)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                await Task.Delay(10, token);
            }
        }
        """,
        $$"""
        static class C
        {
            static async Task OneAsync(ChannelReader<int> parent, CancellationToken token)
            {
        {{Body}}
            }

            static async Task OtherAsync(ChannelReader<int> parent, CancellationToken token)
            {
        {{Body}}
            }
        }
        """);

    [Fact]
    public Task Files_Of_A_Project_Are_Completed_Together() => VerifyFix.CompletesIn(
        [Leaving("One", "{|LEAK006:new TaskCompletionSource()|}", "_ = Task.Run(async () => await p.Task);"), Leaving("Two", "{|LEAK006:new TaskCompletionSource()|}", "_ = Task.Run(async () => await p.Task);")],
        [Leaving("One", "new TaskCompletionSource()", Completed), Leaving("Two", "new TaskCompletionSource()", Completed)]);

    private const string Body = """
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                Task linkedTask = Task.CompletedTask;
                try
                {
                    linkedTask = Task.Run(async () => await parent.ReadAsync(linkedToken));
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                    await linkedTask.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
                    if (linkedTask.IsFaulted)
                    {
                        await linkedTask;
                    }
                }
        """;

    private const string Completed = """
        try
                {
                    _ = Task.Run(async () => await p.Task);
                }
                finally
                {
                    p.TrySetCanceled();
                }
        """;

    private static string Leaving(string name, string creation, string statements) => $$"""
        static class {{name}}
        {
            static void Open()
            {
                var p = {{creation}};
                {{statements}}
            }
        }
        """;
}
