using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>Compares a solution before a fix with the solution after it.</summary>
internal static class StateComparison
{
    /// <summary>Finds out what is wrong after a fix of some reports, such as a report that is still there.</summary>
    /// <param name="before">The solution before the fix.</param>
    /// <param name="after">The solution after the fix.</param>
    /// <param name="kind">The kind of fix.</param>
    /// <param name="fixedReports">The reports that the fix was applied to.</param>
    /// <param name="documents">The documents whose text the fix has changed.</param>
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

        // Translates the position of a diagnostic after the fix into the old text; null if the code there is new.
        (DocumentId Document, int Start)? PlaceIn(Diagnostic diagnostic) =>
            PlaceOf(diagnostic, after) is not { } place ? null
            : !comparisons.TryGetValue(place.Document, out TextComparison? comparison) ? place
            : comparison.OldPosition(place.Start) is { } start ? (place.Document, start)
            : null;
    }

    /// <summary>Gets the compiler's messages that have neither the text nor the position of a message before the fix.</summary>
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
