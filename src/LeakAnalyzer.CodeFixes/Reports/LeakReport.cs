using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>A diagnostic of the analyzer, with what the rule has found, and the fixes that are right for it.</summary>
/// <param name="Finding">What the rule has found at the report's location.</param>
/// <param name="Remedy">The fixes that are right for the finding.</param>
/// <param name="Document">The document that a fix changes. If several projects share the file, it is the document of one of them.</param>
internal sealed record LeakReport(Finding Finding, Remedy Remedy, Document Document)
{
    /// <summary>
    /// Gets the spans of other rules' reports in the same function that can share the new <c>CancellationTokenSource</c>. The fix declares the source before
    /// all of them.
    /// </summary>
    public IReadOnlyList<TextSpan> Beside { get; init; } = [];

    /// <summary>Gets the id of the rule that made the report.</summary>
    public string Id => Finding.Descriptor.Id;

    /// <summary>Gets the span of the report's location.</summary>
    public TextSpan Start => Finding.Location.SourceSpan;

    /// <summary>Gets the span of the function that starts the task.</summary>
    public TextSpan Scope => Finding.Scope.Function.Span;

    /// <summary>Whether the function that starts the task is async.</summary>
    public bool ScopeIsAsync => Finding.Scope.IsAsync;

    /// <summary>Gets the span of the block in which a fix declares a new source, or null if that is the function's outermost block.</summary>
    public TextSpan? Block => Remedy.Block?.Span;

    /// <summary>Gets the word for what the fix cancels: "Cancel the wait when ...".</summary>
    public string Awaited => Id switch
    {
        EndlessLoop.Id => "loop",
        LingeringDelay.Id => "delay",
        OwnerLeavesTask.Id => "task",
        _ => "wait",
    };
}
