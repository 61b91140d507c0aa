using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;

namespace LeakAnalyzer.Tests.CodeFixes.Reports;

/// <summary>Tests which actions are offered for a report, and that they differ.</summary>
public partial class ActionTests
{
    [Theory]
    [InlineData("_ = Task.Run(async () => await parent.ReadAsync()); await Task.Delay(10, token);", "LEAK001.LinkToScope LEAK001.LinkToScopeAndJoin")]
    [InlineData("_ = Task.Run(async () => await parent.ReadAsync(token)); await Task.Delay(10, token);", "LEAK002.LinkToScope LEAK002.LinkToScopeAndJoin")]
    [InlineData("_ = Task.Run(async () => { while (true) { await Task.Delay(10); } }); await Task.Delay(10, token);", "LEAK004.LinkToScope LEAK004.LinkToScopeAndJoin")]
    [InlineData("_ = Task.Run(async () => await parent.ReadAsync());", "LEAK001.PassToken")]
    [InlineData("using var cts = new CancellationTokenSource(); _ = Task.Run(async () => await parent.ReadAsync(cts.Token));", "LEAK003.CancelBeforeDispose")]
    [InlineData("var read = parent.ReadAsync().AsTask(); await Task.WhenAny(read, Task.Delay(10, token));", "LEAK005.LinkToScope")]
    [InlineData("var c = Channel.CreateUnbounded<int>(); _ = Task.Run(async () => await c.Reader.Completion);", "LEAK006.Complete")]
    [InlineData("var p = new TaskCompletionSource(); _ = Task.Run(async () => await p.Task); await Task.Delay(10, token);", "LEAK006.Complete")]
    [InlineData("var cts = CancellationTokenSource.CreateLinkedTokenSource(token); await Task.Delay(10, cts.Token);", "LEAK007.DisposeSource")]
    [InlineData("token.Register(() => { }); await Task.Delay(10, token);", "LEAK008.DisposeRegistration")]
    [InlineData("await Task.WhenAny(parent.Completion, Task.Delay(60000));", "LEAK009.LinkToScope")]
    [InlineData("Func<Task> again = async () => { _ = Task.Run(async () => await parent.ReadAsync(token)); await Task.Delay(10, token); }; await again();", "LEAK002.LinkToScope LEAK002.LinkToScopeAndJoin")]
    public Task With_A_Token_In_Reach(string statements, string keys) => AreDistinct(Scope("ChannelReader<int> parent, CancellationToken token", statements), keys);

    [Theory]
    [InlineData("_ = Task.Run(async () => await parent.ReadAsync()); await Task.Delay(10);", "LEAK001.LinkToNewParameter LEAK001.LinkToScope LEAK001.LinkToScopeAndJoin")]
    [InlineData("new Thread(() => parent.Completion.Wait()).Start(); await Task.Delay(10);", "")]
    public Task Without_One(string statements, string keys) => AreDistinct(Scope("ChannelReader<int> parent", statements), keys);

    [Theory]
    [InlineData("IDisposable", "_running = Task.Run(async () => await parent.ReadAsync());", "public void Dispose() { }", "LEAK010.CancelOnDispose")]
    [InlineData("IDisposable", "_ = Task.Run(async () => await parent.ReadAsync());", "public void Dispose() { }", "LEAK001.CancelOnDispose")]
    [InlineData("IAsyncDisposable", "_running = Task.Run(async () => { while (true) { await Task.Delay(10); } });", "public ValueTask DisposeAsync() => default;", "LEAK010.CancelOnDispose")]
    [InlineData("ICloneable", "_running = Task.Run(async () => await parent.ReadAsync());", "public object Clone() => this;", "")]
    public Task Where_An_Object_Is_Disposed(string contract, string start, string members, string keys) => AreDistinct(
        $$"""
        class C : {{contract}}
        {
            private Task _running = Task.CompletedTask;

            public C(ChannelReader<int> parent)
            {
                {{start}}
            }

            {{members}}
        }
        """,
        keys);

    private static string Scope(string parameters, string statements) =>
        $$"""
        class C
        {
            public async Task ExportAsync({{parameters}})
            {
                {{statements}}
            }
        }
        """;

    private static async Task AreDistinct(string code, string keys)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        CancellationToken cancellationToken = limit.Token;
        Project project = OfferedActions.ProjectOf(code);
        var found = new List<string>();
        foreach (Diagnostic report in (await OfferedActions.AnalyzeAsync(project, cancellationToken)).Reports)
        {
            IReadOnlyList<CodeAction> actions = await OfferedActions.ForAsync(report, project.Solution, cancellationToken);
            var texts = new List<string>();
            foreach (CodeAction action in actions)
            {
                texts.Add(await OfferedActions.TextOfAsync(await OfferedActions.ApplyAsync(action, cancellationToken), cancellationToken));
            }

            Assert.Distinct(texts);
            Assert.Distinct(actions.Select(action => action.Title));
            Assert.Distinct(actions.Select(action => action.EquivalenceKey));
            Assert.All(actions.SelectMany(action => Name().Matches(action.Title)), name => Assert.Contains(name.Groups[1].Value, code + "using", StringComparison.Ordinal));
            Assert.DoesNotContain(await OfferedActions.TextOfAsync(project.Solution, cancellationToken), texts);
            found.AddRange(actions.Select(action => action.EquivalenceKey!));
        }

        Assert.Equal(keys, string.Join(' ', found.Order(StringComparer.Ordinal)));
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Name();
}
