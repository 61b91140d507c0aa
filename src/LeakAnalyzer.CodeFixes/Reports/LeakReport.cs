using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>A report with its finding and its remedy.</summary>
/// <param name="Finding">What the rule has found.</param>
/// <param name="Remedy">The fixes that are right for it.</param>
/// <param name="Document">The document that is changed for it.</param>
internal sealed record LeakReport(Finding Finding, Remedy Remedy, Document Document)
{
    /// <summary>The places of other rules' reports in the same scope that the same source is right for.</summary>
    public IReadOnlyList<TextSpan> Beside { get; init; } = [];

    /// <summary>The id of its rule.</summary>
    public string Id => Finding.Descriptor.Id;

    /// <summary>The span of its location.</summary>
    public TextSpan Start => Finding.Location.SourceSpan;

    /// <summary>The function that starts the task.</summary>
    public TextSpan Scope => Finding.Scope.Function.Span;

    /// <summary>Whether that function can await while it exits.</summary>
    public bool ScopeIsAsync => Finding.Scope.IsAsync;

    /// <summary>The scope as a title writes it: what has a name in quotes, "the lambda" without.</summary>
    public string QuotedScope => Finding.Scope.Name.Contains(' ') ? Finding.Scope.Name : $"'{Finding.Scope.Name}'";

    /// <summary>The block that a source is to live in; null for the scope's outermost.</summary>
    public TextSpan? Block => Remedy.Block?.Span;

    /// <summary>The word for what is cancelled, in a title.</summary>
    public string Awaited => Id switch
    {
        EndlessLoop.Id => "loop",
        LingeringDelay.Id => "delay",
        OwnerLeavesTask.Id => "task",
        _ => "wait",
    };
}
