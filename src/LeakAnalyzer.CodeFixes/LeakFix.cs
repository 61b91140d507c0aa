using System.Collections.Immutable;
using System.Composition;
using LeakAnalyzer.CodeFixes.CancelSource;
using LeakAnalyzer.CodeFixes.Complete;
using LeakAnalyzer.CodeFixes.Dispose;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.LinkToScope;
using LeakAnalyzer.CodeFixes.OwnerCancel;
using LeakAnalyzer.CodeFixes.PassToken;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes;

/// <summary>
/// Offers the fixes for each diagnostic. All kinds of fixes are in one provider, because a command line tool such as <c>dotnet format</c> applies only one
/// provider for each rule.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeakFix)), Shared]
public sealed class LeakFix : CodeFixProvider
{
    private static readonly IFix[] s_fixes =
        [new LinkFix(), new PassTokenFix(), new CancelBeforeDisposeFix(), new CancelOnDisposeFix(), new DisposeFix(), new CompleteOnEveryPathFix(), new CompleteOnDisposalFix()];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => AllRules.FixableIds;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => SolutionFixAllProvider.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (context.Document is SourceGeneratedDocument)
        {
            return; // the code was generated, for example from a Razor file, and can't be edited
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            TextSpan place = diagnostic.Location.SourceSpan;
            if (await SharedFile.OldestAsync(context.Document, place.Start, context.CancellationToken).ConfigureAwait(false) is not { } document
                || await ReportReader.ReadAsync(diagnostic.Id, place, document, context.CancellationToken).ConfigureAwait(false) is not { } report)
            {
                continue;
            }

            foreach (FixKind kind in report.Remedy.Fixes)
            {
                SolutionEdits edits = await PlanAsync(kind, [report], context.Document.Project.Solution, context.CancellationToken).ConfigureAwait(false);
                if (!edits.IsEmpty)
                {
                    context.RegisterCodeFix(CodeAction.Create(FixOf(kind).Title(kind, report), edits.ApplyAsync, KeyOf(report.Id, kind)), diagnostic);
                }
            }
        }
    }

    /// <summary>Gets the equivalence key of a code action, by which fix-all recognizes the action that the user has chosen.</summary>
    internal static string KeyOf(string id, FixKind kind) => $"{id}.{kind}";

    /// <summary>Plans the edits of one kind of fix for some reports; no edits if none of them can be fixed in that way.</summary>
    internal static async Task<SolutionEdits> PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, Solution solution, CancellationToken cancellationToken)
    {
        var edits = new SolutionEdits(solution);
        await FixOf(kind).PlanAsync(kind, reports, edits, cancellationToken).ConfigureAwait(false);
        return edits;
    }

    private static IFix FixOf(FixKind kind) => s_fixes.First(fix => fix.Kinds.Contains(kind));
}
