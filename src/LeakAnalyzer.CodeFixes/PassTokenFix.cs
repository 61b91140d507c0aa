using System.Collections.Immutable;
using System.Composition;
using LeakAnalyzer.CodeFixes.Rewriting;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.CodeFixes;

/// <summary>Gives the waits the token in reach, where the scope only starts the work: that token is the work's lifetime.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassTokenFix)), Shared]
public sealed class PassTokenFix : LeakFix
{
    /// <summary>Makes the fix.</summary>
    public PassTokenFix()
        : base(DiagnosticIds.UngovernedWait, DiagnosticIds.OutlivesScope, DiagnosticIds.EndlessLoop, DiagnosticIds.AbandonedWait, DiagnosticIds.LingeringDelay)
    {
    }

    private protected override ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.PassToken);

    private protected override string Title(FixKind kind, LeakReport report) => $"Pass '{report.Token}' to the {report.Awaited}";

    private protected override async Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken)
    {
        var threads = new TokenThreads(edits);
        foreach (IGrouping<Document, LeakReport> ofDocument in reports.GroupBy(report => report.Document))
        {
            if (await SourceDocument.OfAsync(ofDocument.Key, cancellationToken).ConfigureAwait(false) is not { } source)
            {
                continue;
            }

            var slots = new SlotWriter(source.Root, source.Model, threads.Parameters);
            foreach (LeakReport report in ofDocument)
            {
                if (report.Token is { } token
                    && report.Slots.All(slots.CanFill)
                    && VisibleTokens.CanPass(token, report, source.Root, source.Model)
                    && await threads.CanPassAsync(report, cancellationToken).ConfigureAwait(false)
                    && threads.IsAlone(report))
                {
                    threads.Add(report);
                    slots.Fill(report.Slots, NameAllocator.Escape(token), edits.Of(ofDocument.Key));
                }
            }
        }

        threads.Parameters.AddUsings();
    }
}
