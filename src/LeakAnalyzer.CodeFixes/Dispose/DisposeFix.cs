using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Dispose;

/// <summary>
/// Declares a linked <c>CancellationTokenSource</c>, or the registration of a callback, by <c>using</c>, so that each path out of the block
/// disposes it. If the callback only completes a <c>TaskCompletionSource</c> whose task the method returns, the fix instead adds to that task a
/// continuation that disposes the registration.
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

        // If a reported call is an argument of another reported call, the inner call is written first.
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
