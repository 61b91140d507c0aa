using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>Carries out some kinds of fixes.</summary>
internal interface IFix
{
    /// <summary>The kinds.</summary>
    ImmutableArray<FixKind> Kinds { get; }

    /// <summary>What an action is called.</summary>
    string Title(FixKind kind, LeakReport report);

    /// <summary>Adds what is to be done about some reports; nothing where nothing can be done about any of them.</summary>
    Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken);
}
