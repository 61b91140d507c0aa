using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Rewriting;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.CodeFixes;

/// <summary>
/// What all fixes share: they offer the actions that a diagnostic asks for, and only those that can be carried out;
/// fix-all hands over all diagnostics of a document at once, because starts in one scope share one source.
/// </summary>
public abstract class LeakFix : CodeFixProvider
{
    private readonly FixAllProvider _fixAll;

    /// <summary>Makes the fix of some rules.</summary>
    /// <param name="ids">The rules' ids.</param>
    private protected LeakFix(params string[] ids)
    {
        _fixAll = FixAllProvider.Create(FixAllAsync);
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
            if (LeakReport.Read(diagnostic) is not { } report)
            {
                continue;
            }

            foreach (FixKind kind in Kinds.Where(report.AsksFor))
            {
                if (await PlanAsync(context.Document, kind, [report], context.CancellationToken).ConfigureAwait(false) is { } rewrite)
                {
                    var action = CodeAction.Create(
                        Title(kind, report),
                        cancellationToken => Task.FromResult(rewrite.Apply(cancellationToken)),
                        EquivalenceKey(diagnostic.Id, kind));
                    context.RegisterCodeFix(action, diagnostic);
                }
            }
        }
    }

    /// <summary>What an action is called.</summary>
    private protected abstract string Title(FixKind kind, LeakReport report);

    /// <summary>What is to be done about some reports of a document; null where nothing can be done about any of them.</summary>
    private protected abstract Task<IDocumentRewrite?> PlanAsync(
        Document document, FixKind kind, IReadOnlyList<LeakReport> reports, CancellationToken cancellationToken);

    private static string EquivalenceKey(string id, FixKind kind) => $"{id}.{kind}";

    private async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (FixKind kind in Kinds)
        {
            var reports = diagnostics
                .Where(diagnostic => EquivalenceKey(diagnostic.Id, kind) == context.CodeActionEquivalenceKey)
                .Select(LeakReport.Read)
                .OfType<LeakReport>()
                .Where(report => report.AsksFor(kind))
                .ToList();
            if (reports.Count > 0 && await PlanAsync(document, kind, reports, context.CancellationToken).ConfigureAwait(false) is { } rewrite)
            {
                return rewrite.Apply(context.CancellationToken);
            }
        }

        return document;
    }
}
