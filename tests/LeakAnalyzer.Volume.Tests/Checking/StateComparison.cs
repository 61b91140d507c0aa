using System.Collections.Immutable;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>Compares what is said of a solution, and its text, before a fix and after it.</summary>
internal static class StateComparison
{
    /// <summary>What is wrong with a state in which some reports were to be fixed.</summary>
    /// <param name="before">What was.</param>
    /// <param name="after">What has become of it.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="fixedReports">The reports.</param>
    /// <param name="documents">The documents that have changed.</param>
    public static async Task<IReadOnlyList<string>> WrongsAsync(
        Snapshot before, Snapshot after, FixKind kind, ImmutableArray<Diagnostic> fixedReports, IReadOnlyList<DocumentId> documents)
    {
        var wrongs = new List<string>(NewComplaints(before, after));
        var comparisons = new Dictionary<DocumentId, TextComparison>();
        foreach (DocumentId id in documents)
        {
            SyntaxNode oldRoot = (await before.Solution.GetDocument(id)!.GetSyntaxRootAsync())!;
            SyntaxNode newRoot = (await after.Solution.GetDocument(id)!.GetSyntaxRootAsync())!;
            TextComparison comparison = TextComparison.Of(oldRoot, newRoot, Latitude.Of(kind, fixedReports, oldRoot));
            wrongs.AddRange(comparison.Violations);
            comparisons.Add(id, comparison);
        }

        var known = before.Reports.Except(fixedReports).Select(report => (report.Id, before.DocumentOf(report)!.Id, report.Location.SourceSpan.Start)).ToHashSet();
        foreach (Diagnostic report in after.Reports)
        {
            DocumentId document = after.DocumentOf(report)!.Id;
            int start = report.Location.SourceSpan.Start;
            int? old = comparisons.TryGetValue(document, out TextComparison? comparison) ? comparison.OldPosition(start) : start;
            if (old is not { } position || !known.Contains((report.Id, document, position)))
            {
                bool isOld = fixedReports.Any(other => other.Id == report.Id && other.Location.SourceSpan.Start == old);
                wrongs.Add($"{report.Id} {(isOld ? "is still there" : "has come")}, {report.Location.GetLineSpan().StartLinePosition}: {report.GetMessage()}");
            }
        }

        return wrongs;
    }

    /// <summary>What the compiler says now and didn't say before.</summary>
    private static IEnumerable<string> NewComplaints(Snapshot before, Snapshot after)
    {
        Dictionary<(string Id, string Message), int> counts = before.Complaints.CountBy(complaint => (complaint.Id, complaint.GetMessage())).ToDictionary();
        foreach (Diagnostic complaint in after.Complaints)
        {
            var key = (complaint.Id, complaint.GetMessage());
            int count = counts.GetValueOrDefault(key);
            counts[key] = count - 1;
            if (count <= 0)
            {
                yield return $"{complaint.Id} {complaint.Location.GetLineSpan().StartLinePosition}: {complaint.GetMessage()}";
            }
        }
    }
}
