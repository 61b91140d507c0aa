using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.GroundTruth;

/// <summary>A code action that a code fix provider offers for a report.</summary>
internal sealed record OfferedFix(CodeAction Action)
{
    private const int MostReports = 8;

    private static readonly CodeFixProvider[] s_providers =
    [
        .. typeof(CodeFixes.LeakFix).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    public string Key => Action.EquivalenceKey!;

    public static async Task<IReadOnlyList<OfferedFix>> ForAsync(ProgramCode code, Diagnostic report)
    {
        var offered = new List<OfferedFix>();
        Document document = code.Project.GetDocument(report.Location.SourceTree)!;
        foreach (CodeFixProvider provider in s_providers.Where(provider => provider.FixableDiagnosticIds.Contains(report.Id)))
        {
            var context = new CodeFixContext(document, report, (action, _) => offered.Add(new OfferedFix(action)), CancellationToken.None);
            await provider.RegisterCodeFixesAsync(context);
        }

        return offered;
    }

    /// <summary>Applies the action, and then the action with the same equivalence key to the other reports.</summary>
    public async Task<ProgramCode> ApplyAsync(ProgramCode code)
    {
        OfferedFix? next = this;
        for (int i = 0; i < MostReports && next is not null; i++)
        {
            code = await next.ApplyOnceAsync(code);
            next = null;
            foreach (Diagnostic report in code.Reports)
            {
                next ??= (await ForAsync(code, report)).FirstOrDefault(other => other.Key == Key);
            }
        }

        return code;
    }

    private async Task<ProgramCode> ApplyOnceAsync(ProgramCode code)
    {
        var operations = await Action.GetOperationsAsync(CancellationToken.None);
        Solution changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution;
        return await ProgramCode.OfAsync(changed.GetProject(code.Project.Id)!);
    }
}
