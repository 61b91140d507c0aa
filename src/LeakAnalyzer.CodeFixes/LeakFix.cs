using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Rewriting;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.CodeFixes;

/// <summary>
/// What all fixes share: they offer the actions that a diagnostic asks for, and only those that can be carried out; fix-all plans for
/// all diagnostics at once, because starts in one scope share one source, and a document may have to change for another's sake.
/// </summary>
public abstract class LeakFix : CodeFixProvider
{
    private readonly FixAllProvider _fixAll;

    /// <summary>Makes the fix of some rules.</summary>
    /// <param name="ids">The rules' ids.</param>
    private protected LeakFix(params string[] ids)
    {
        _fixAll = new SolutionFixAllProvider(this);
        FixableDiagnosticIds = ImmutableArray.Create(ids);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <summary>The fixes of the contract that this provider carries out.</summary>
    private protected abstract ImmutableArray<FixKind> Kinds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => _fixAll;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            int start = diagnostic.Location.SourceSpan.Start;
            if (await SharedFile.PoorestAsync(context.Document, start, context.CancellationToken).ConfigureAwait(false) is not { } document
                || LeakReport.Read(diagnostic, document) is not { } report)
            {
                continue;
            }

            foreach (FixKind kind in Kinds.Where(report.AsksFor))
            {
                var edits = new SolutionEdits(context.Document.Project.Solution);
                await PlanAsync(kind, [report], edits, context.CancellationToken).ConfigureAwait(false);
                if (!edits.IsEmpty)
                {
                    context.RegisterCodeFix(CodeAction.Create(Title(kind, report), edits.ApplyAsync, EquivalenceKey(report.Id, kind)), diagnostic);
                }
            }
        }
    }

    /// <summary>What is to be done about all reports that an action is right for.</summary>
    internal async Task<SolutionEdits> PlanAllAsync(string? key, IReadOnlyList<LeakReport> reports, Solution solution, CancellationToken cancellationToken)
    {
        var edits = new SolutionEdits(solution);
        foreach (FixKind kind in Kinds)
        {
            var asking = reports.Where(report => report.AsksFor(kind) && EquivalenceKey(report.Id, kind) == key).ToList();
            if (asking.Count > 0)
            {
                await PlanAsync(kind, asking, edits, cancellationToken).ConfigureAwait(false);
            }
        }

        return edits;
    }

    /// <summary>What an action is called.</summary>
    private protected abstract string Title(FixKind kind, LeakReport report);

    /// <summary>Adds what is to be done about some reports; nothing where nothing can be done about any of them.</summary>
    private protected abstract Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken);

    private static string EquivalenceKey(string id, FixKind kind) => $"{id}.{kind}";
}
