using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>A report, as the model makes it, with what is right for it.</summary>
/// <param name="Finding">What the rule has found.</param>
/// <param name="Remedy">What is right for it.</param>
/// <param name="Document">The document that is changed for it.</param>
internal sealed record LeakReport(Finding Finding, Remedy Remedy, Document Document)
{
    /// <summary>Where the same source is right for reports of other rules in the same scope.</summary>
    public IReadOnlyList<TextSpan> Beside { get; init; } = [];

    /// <summary>The id of its rule.</summary>
    public string Id => Finding.Descriptor.Id;

    /// <summary>Where it stands.</summary>
    public TextSpan Start => Finding.Location.SourceSpan;

    /// <summary>The function that starts the task.</summary>
    public TextSpan Scope => Finding.Scope.Function.Span;

    /// <summary>Whether that can await while it exits.</summary>
    public bool ScopeIsAsync => Finding.Scope.IsAsync;

    /// <summary>The scope as a title writes it: what has a name in quotes, "the lambda" without.</summary>
    public string QuotedScope => Finding.Scope.Name.Contains(' ') ? Finding.Scope.Name : $"'{Finding.Scope.Name}'";

    /// <summary>The block that a source is to live in; null for the scope's outermost.</summary>
    public TextSpan? Block => Remedy.Block?.Span;

    /// <summary>What a title calls that which is to be cancelled.</summary>
    public string Awaited => Id switch
    {
        EndlessLoop.Id => "loop",
        LingeringDelay.Id => "delay",
        OwnerLeavesTask.Id => "task",
        _ => "wait",
    };
}
