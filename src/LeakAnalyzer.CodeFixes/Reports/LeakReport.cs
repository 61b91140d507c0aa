using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>A report of the analyzer, with its finding and the remedy for that finding.</summary>
/// <param name="Finding">The finding of the rule at the report's location.</param>
/// <param name="Remedy">The fixes that are right for the finding.</param>
/// <param name="Document">The document that contains the report, in the project for which a fix is written.</param>
internal sealed record LeakReport(Finding Finding, Remedy Remedy, Document Document)
{
    /// <summary>
    /// Gets the locations and slots (the places for a token) of other rules' reports in the same scope that can share the new
    /// <c>CancellationTokenSource</c>. The fix declares the source before all of them, so that a later fix of one of these reports can use the
    /// source.
    /// </summary>
    public IReadOnlyList<TextSpan> Beside { get; init; } = [];

    /// <summary>Gets the id of the rule that made the report.</summary>
    public string Id => Finding.Descriptor.Id;

    /// <summary>Gets the span of the report's location.</summary>
    public TextSpan Start => Finding.Location.SourceSpan;

    /// <summary>Gets the span of the scope's function.</summary>
    public TextSpan Scope => Finding.Scope.Function.Span;

    /// <summary>Whether the scope's function is async.</summary>
    public bool ScopeIsAsync => Finding.Scope.IsAsync;

    /// <summary>Gets the span of the block in which a fix declares a new source, or null if that is the scope's outermost block.</summary>
    public TextSpan? Block => Remedy.Block?.Span;

    /// <summary>Gets the word by which the title of an action refers to what the fix cancels.</summary>
    public string Awaited => Id switch
    {
        EndlessLoop.Id => "loop",
        LingeringDelay.Id => "delay",
        OwnerLeavesTask.Id => "task",
        _ => "wait",
    };
}
