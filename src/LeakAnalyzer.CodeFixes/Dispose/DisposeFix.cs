using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Dispose;

/// <summary>
/// Declares a linked <c>CancellationTokenSource</c>, or the registration of a callback, by <c>using</c>. A registration that is needed until a task completes
/// is disposed by a continuation of the task instead.
/// </summary>
internal sealed class DisposeFix : IFix
{
    /// <inheritdoc/>
    public ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.DisposeSource, FixKind.DisposeRegistration, FixKind.DisposeRegistrationWithTask);

    /// <inheritdoc/>
    public string Title(FixKind kind, LeakReport report) =>
        kind switch
        {
            FixKind.DisposeSource => "Declare the linked source by 'using'",
            FixKind.DisposeRegistrationWithTask => "Dispose the registration when the task is done",
            _ => "Declare the registration by 'using'",
        };

    /// <inheritdoc/>
    public Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken) =>
        edits.RewriteEachAsync(reports, (source, layout, ofDocument) => Text(source, layout, kind, ofDocument), cancellationToken);

    private static SourceText? Text(SourceDocument source, DocumentLayout layout, FixKind kind, IEnumerable<LeakReport> reports)
    {
        var names = new NameAllocator(source.Model);
        var writer = new UsingWriter(source.Root.SyntaxTree, source.Text, layout);

        // A call that is an argument of another reported call is written first.
        foreach (LeakReport report in reports.Where(report => report.Remedy.Handle is not null).OrderBy(report => report.Remedy.Handle!.Value.Node.Span.End))
        {
            if (DisposalPlan.Of(report, kind, source.Root, names, source.Model) is { } plan)
            {
                writer.Write(plan);
            }
        }

        return writer.HasWritten ? writer.Text : null;
    }
}
