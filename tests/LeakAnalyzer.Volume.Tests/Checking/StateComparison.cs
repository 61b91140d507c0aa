using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>Compares the messages, the reports and the text of a solution before and after a fix.</summary>
internal static class StateComparison
{
    /// <summary>Finds what is wrong after a fix of some reports.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after.</param>
    /// <param name="kind">The kind of fix.</param>
    /// <param name="fixedReports">The reports.</param>
    /// <param name="documents">The documents that have changed.</param>
    public static async Task<IReadOnlyList<string>> WrongsAsync(
        Snapshot before, Snapshot after, FixKind kind, ImmutableArray<Diagnostic> fixedReports, IReadOnlyList<DocumentId> documents)
    {
        before = await before.WithAsync(after.Documents);
        var wrongs = new List<string>();
        var fixes = new List<LeakReport>();
        foreach (Diagnostic report in fixedReports)
        {
            fixes.Add((await ReportReader.ReadAsync(report.Id, report.Location.SourceSpan, before.DocumentOf(report)!, CancellationToken.None))!);
        }

        var comparisons = new Dictionary<DocumentId, TextComparison>();
        foreach (DocumentId id in documents)
        {
            SyntaxNode oldRoot = (await before.Solution.GetDocument(id)!.GetSyntaxRootAsync())!;
            SyntaxNode newRoot = (await after.Solution.GetDocument(id)!.GetSyntaxRootAsync())!;
            TextComparison comparison = TextComparison.Of(oldRoot, newRoot, Latitude.Of(kind, fixes, oldRoot));
            wrongs.AddRange(comparison.Violations);
            comparisons.Add(id, comparison);
        }

        wrongs.AddRange(NewComplaints(before, after, PlaceIn));
        var known = before.Reports.Except(fixedReports).Select(report => (report.Id, Place: PlaceOf(report, before))).ToHashSet();
        foreach (Diagnostic report in after.Reports)
        {
            (DocumentId Document, int Start)? old = PlaceIn(report);
            if (old is null || !known.Contains((report.Id, old)))
            {
                bool isOld = fixedReports.Any(other => other.Id == report.Id && PlaceOf(other, before) == old);
                wrongs.Add($"{report.Id} {(isOld ? "is still there" : "has come")}, {report.Location.GetLineSpan().StartLinePosition}: {report.GetMessage()}");
            }
        }

        return wrongs;

        // Gets the place in the old text of the code that a diagnostic is about.
        (DocumentId Document, int Start)? PlaceIn(Diagnostic diagnostic) =>
            PlaceOf(diagnostic, after) is not { } place ? null
            : !comparisons.TryGetValue(place.Document, out TextComparison? comparison) ? place
            : comparison.OldPosition(place.Start) is { } start ? (place.Document, start)
            : null;
    }

    /// <summary>Finds the compiler's messages that are new: neither about the same code nor in the same words as one before.</summary>
    private static IEnumerable<string> NewComplaints(Snapshot before, Snapshot after, Func<Diagnostic, (DocumentId Document, int Start)?> placeIn)
    {
        var old = before.Complaints.ToList();
        foreach (Diagnostic complaint in after.Complaints)
        {
            (DocumentId, int)? place = placeIn(complaint);
            int known = old.FindIndex(other => other.Id == complaint.Id && other.GetMessage() == complaint.GetMessage());
            known = known < 0 && place is not null ? old.FindIndex(other => other.Id == complaint.Id && PlaceOf(other, before) == place) : known;
            if (known >= 0)
            {
                old.RemoveAt(known);
            }
            else
            {
                yield return $"{complaint.Id} {complaint.Location.GetLineSpan().StartLinePosition}: {complaint.GetMessage()}";
            }
        }
    }

    private static (DocumentId Document, int Start)? PlaceOf(Diagnostic diagnostic, Snapshot snapshot) =>
        snapshot.DocumentOf(diagnostic) is { } document ? (document.Id, diagnostic.Location.SourceSpan.Start) : null;
}
