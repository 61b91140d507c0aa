using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>
/// Passes a token in reach to the waits. The fix is right if the scope only starts the work, because the token in reach is then the
/// lifetime of the work, and if the scope itself already cancels the token.
/// </summary>
internal sealed class PassTokenFix : IFix
{
    /// <inheritdoc/>
    public ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.PassToken);

    /// <inheritdoc/>
    public string Title(FixKind kind, LeakReport report) => $"Pass '{report.Remedy.Token}' to the {report.Awaited}";

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
            foreach (LeakReport report in ofDocument)
            {
                if (report.Remedy.Token is { } token
                    && report.Remedy.Slots.All(slots.CanFill)
                    && VisibleTokens.CanPass(token, report, source.Root, source.Model)
                    && await relays.CanPassAsync(report, cancellationToken).ConfigureAwait(false)
                    && relays.IsAlone(report))
                {
                    relays.Add(report);
                    slots.Fill(report.Remedy.Slots, NameAllocator.Escape(token), edits.Of(ofDocument.Key));
                }
            }
        }

        relays.Parameters.AddUsings();
    }
}
