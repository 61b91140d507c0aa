using LeakAnalyzer.CodeFixes.Reports;

namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests the fix that awaits the started task, and the fix that completes a <c>TaskCompletionSource</c>, on code with several reports.</summary>
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

    [Fact]
    public Task Joins_In_Each_Other_Each_Await_Their_Own_Task() => VerifyFix.JoinsAll(
        """
        static class C
        {
            static async Task ExportAsync(ChannelReader<int> parent)
            {
                _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                Func<Task> inner = async () =>
                {
                    _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());
                    await Task.Delay(10);
                };
                await inner();
            }
        }
        """,
        Nested("new CancellationTokenSource()", "scope", "2"),
        Nested("CancellationTokenSource.CreateLinkedTokenSource(scopeToken)", "linked", ""));

    [Fact]
    public Task Files_Share_The_Parameter_Of_A_Method_And_Projects_Join_Their_Own_Tasks() => VerifyFix.Fixes(
        FixKind.LinkToScopeAndJoin,
        [Calling("One", Dropped), Calling("Two", Dropped), Pumping("", "")],
        [Calling("One", Called), Calling("Two", Called), Pumping(", CancellationToken cancellationToken = default", "cancellationToken")],
        Setup.Default with
        {
            DependentSources = [Calling("Three", "await Pump.RunAsync(parent);\n        _ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());\n        await Task.Delay(10, token);")],
            FixedDependentSources = [Calling("Three", "await Pump.RunAsync(parent);\n" + Body)],
        });

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

    private const string Dropped = "_ = {|LEAK001:Pump.RunAsync|}(parent);\n        await Task.Delay(10, token);";

    private static readonly string Called = Body.Replace("Task.Run(async () => await parent.ReadAsync(linkedToken))", "Pump.RunAsync(parent, linkedToken)", StringComparison.Ordinal).TrimStart();

    private static string Calling(string name, string statements) => $$"""
        static class {{name}}
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                {{statements}}
            }
        }
        """;

    private static string Pumping(string parameter, string argument) => $$"""
        using System.Runtime.CompilerServices;
        [assembly: InternalsVisibleTo("Dependent")]

        static class Pump
        {
            internal static async Task RunAsync(ChannelReader<int> source{{parameter}}) => await source.ReadAsync({{argument}});
        }
        """;

    private static string Nested(string source, string name, string number) => $$"""
        static class C
        {
            static async Task ExportAsync(ChannelReader<int> parent)
            {
                using var scopeCts = new CancellationTokenSource();
                CancellationToken scopeToken = scopeCts.Token;
                Task scopeTask = Task.CompletedTask;
                try
                {
                    scopeTask = Task.Run(async () => await parent.ReadAsync(scopeToken));
                    Func<Task> inner = async () =>
                    {
                        using var {{name}}Cts{{number}} = {{source}};
                        CancellationToken {{name}}Token{{number}} = {{name}}Cts{{number}}.Token;
                        Task {{name}}Task{{number}} = Task.CompletedTask;
                        try
                        {
                            {{name}}Task{{number}} = Task.Run(async () => await parent.ReadAsync({{name}}Token{{number}}));
                            await Task.Delay(10);
                        }
                        finally
                        {
                            await {{name}}Cts{{number}}.CancelAsync();
                            await {{name}}Task{{number}}.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
                            if ({{name}}Task{{number}}.IsFaulted)
                            {
                                await {{name}}Task{{number}};
                            }
                        }
                    };
                    await inner();
                }
                finally
                {
                    await scopeCts.CancelAsync();
                    await scopeTask.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
                    if (scopeTask.IsFaulted)
                    {
                        await scopeTask;
                    }
                }
            }
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
