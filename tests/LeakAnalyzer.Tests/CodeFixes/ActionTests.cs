using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Tests.CodeFixes;

/// <summary>All actions that are offered for a report: each has a title and a key of its own, and does something else than the others.</summary>
public class ActionTests
{
    private static readonly CodeFixProvider[] s_providers =
    [
        .. typeof(LeakFix).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(LeakFix)) && !type.IsAbstract)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

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
    public Task With_A_Token_In_Reach(string statements, string keys) => AreDistinct("ChannelReader<int> parent, CancellationToken token", statements, keys);

    [Theory]
    [InlineData("_ = Task.Run(async () => await parent.ReadAsync()); await Task.Delay(10);", "LEAK001.LinkToNewParameter LEAK001.LinkToScope LEAK001.LinkToScopeAndJoin")]
    [InlineData("new Thread(() => parent.Completion.Wait()).Start(); await Task.Delay(10);", "")]
    public Task Without_One(string statements, string keys) => AreDistinct("ChannelReader<int> parent", statements, keys);

    private static async Task AreDistinct(string parameters, string statements, string keys)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        CancellationToken cancellationToken = limit.Token;
        Document document = DocumentOf($$"""
            using System; using System.Threading; using System.Threading.Channels; using System.Threading.Tasks;
            class C
            {
                public async Task ExportAsync({{parameters}})
                {
                    {{statements}}
                }
            }
            """);
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken))!.WithAnalyzers([new TaskLeakAnalyzer()]);
        var found = new List<string>();
        foreach (Diagnostic report in await compilation.GetAnalyzerDiagnosticsAsync(cancellationToken))
        {
            List<CodeAction> actions = await ActionsFor(report, document, cancellationToken);
            var texts = new List<string>();
            foreach (CodeAction action in actions)
            {
                ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(cancellationToken);
                Document changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
                texts.Add((await changed.GetTextAsync(cancellationToken)).ToString());
            }

            Assert.Distinct(texts);
            Assert.Distinct(actions.Select(action => action.Title));
            Assert.DoesNotContain((await document.GetTextAsync(cancellationToken)).ToString(), texts);
            found.AddRange(actions.Select(action => action.EquivalenceKey!));
        }

        Assert.Equal(keys, string.Join(' ', found.Order(StringComparer.Ordinal)));
    }

    private static async Task<List<CodeAction>> ActionsFor(Diagnostic report, Document document, CancellationToken cancellationToken)
    {
        var actions = new List<CodeAction>();
        foreach (CodeFixProvider provider in s_providers.Where(provider => provider.FixableDiagnosticIds.Contains(report.Id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => actions.Add(action), cancellationToken));
        }

        return actions;
    }

    private static Document DocumentOf(string code)
    {
        Project project = new AdhocWorkspace().CurrentSolution
            .AddProject("Project", "Project", LanguageNames.CSharp)
            .WithMetadataReferences(TestReferences.Net80.Assemblies)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return project.AddDocument("C.cs", SourceText.From(code));
    }
}
