using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>
/// Passes to a task's waits a token that the function which starts the task can already use: one that it cancels itself, or one from outside if it does nothing
/// after the start of the task.
/// </summary>
internal sealed class PassTokenFix : IFix
{
    /// <inheritdoc/>
    public ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.PassToken);

    /// <inheritdoc/>
    public string Title(FixKind kind, LeakReport report) => $"Pass '{report.Remedy.Token ?? report.Remedy.CallToken}' to the {report.Awaited}";

    /// <inheritdoc/>
    public async Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken)
    {
        var relays = new TokenRelays(edits);
        foreach (IGrouping<Document, LeakReport> ofDocument in reports.GroupBy(report => report.Document))
        {
            if (await SourceDocument.OfAsync(ofDocument.Key, cancellationToken).ConfigureAwait(false) is not { } source)
            {
                continue;
            }

            var slots = new SlotWriter(source.Root, source.Model, relays.Parameters);
            var names = new NameAllocator(source.Model);
            foreach (LeakReport report in ofDocument)
            {
                TokenLocal? local = report.Remedy.CallToken is { } member ? TokenLocal.For(member, report, source) : null;
                if (report.Remedy.Slots.All(slots.CanFill)
                    && (local is not null || report.Remedy.Token is { } visible && VisibleTokens.CanPass(visible, report, source.Root, source.Model))
                    && await relays.CanPassAsync(report, cancellationToken).ConfigureAwait(false)
                    && relays.CanCombine(report))
                {
                    relays.Add(report);
                    string token = local?.Declare(names, edits.Of(ofDocument.Key)) ?? NameAllocator.Escape(report.Remedy.Token!);
                    slots.Fill(report.Remedy.Slots, token, edits.Of(ofDocument.Key));
                }
            }
        }

        relays.Parameters.AddUsings();
    }
}
