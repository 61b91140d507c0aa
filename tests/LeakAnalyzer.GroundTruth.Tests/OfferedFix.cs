using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.GroundTruth;

/// <summary>An action that a fix offers for a report, whichever fix it is.</summary>
/// <param name="Action">The action.</param>
internal sealed record OfferedFix(CodeAction Action)
{
    private const int MostReports = 8;

    /// <summary>All providers of the assembly of fixes.</summary>
    private static readonly CodeFixProvider[] s_providers =
    [
        .. typeof(CodeFixes.LeakFix).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    public string Key => Action.EquivalenceKey!;

    /// <summary>What is offered for a report, by the fixes of the repository.</summary>
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

    /// <summary>The program with this fix, which is applied to the other reports too as long as it is offered for them.</summary>
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
