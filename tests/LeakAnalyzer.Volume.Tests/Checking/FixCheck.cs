using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>Applies what the fixes offer for the reports in a solution, and looks at what becomes of it.</summary>
/// <param name="tally">Counts.</param>
/// <param name="look">Looks at the solution that a fix has made of another, or at the documents that it can have changed.</param>
internal sealed class FixCheck(Tally tally, Func<Solution, IReadOnlyList<DocumentId>, Task<Snapshot>> look)
{
    /// <summary>How many steps a user may go from one fix to the next.</summary>
    private const int MostSteps = 8;

    private readonly List<Failure> _failures = [];

    /// <summary>What isn't right.</summary>
    public IReadOnlyList<Failure> Failures => _failures;

    /// <summary>Tries each action of each report, each fix-all, and then one action after the other until no more is offered.</summary>
    public async Task RunAsync(Snapshot before)
    {
        ImmutableArray<Offer> offers = await OffersAsync(before);
        tally.See(before.Reports.IsEmpty ? "without a report" : offers.IsEmpty ? "without an offer" : "with an offer");
        Snapshot? next = null;
        foreach (IGrouping<Diagnostic, Offer> group in offers.GroupBy(offer => offer.Report))
        {
            var results = new Dictionary<string, string>();
            foreach (Offer offer in group)
            {
                tally.Offer(offer.Key);
                (Snapshot? after, bool isRight) = await TryAsync(before, offer, results);
                tally.Try(offer.Key, isRight);
                next ??= isRight ? after : null;
            }
        }

        foreach (IGrouping<string, Offer> group in offers.GroupBy(offer => offer.Key))
        {
            tally.TryForAll(group.Key, await TryForAllAsync(before, [.. group]));
        }

        await GoOnAsync(next);
    }

    private static async Task<ImmutableArray<Offer>> OffersAsync(Snapshot snapshot)
    {
        var offers = ImmutableArray.CreateBuilder<Offer>();
        foreach (Diagnostic report in snapshot.Reports)
        {
            offers.AddRange(await Offer.ForAsync(report, snapshot.DocumentOf(report)!));
        }

        return offers.ToImmutable();
    }

    /// <summary>Applies the first action that is offered, again and again.</summary>
    private async Task GoOnAsync(Snapshot? current)
    {
        for (int step = 1; current is not null; step++)
        {
            ImmutableArray<Offer> offers = await OffersAsync(current);
            if (offers.IsEmpty)
            {
                return;
            }

            if (step > MostSteps)
            {
                await FailAsync(offers[0].Key, ["There is always one more fix."], offers[0].Document.Project.Solution, current.Solution);
                return;
            }

            (Snapshot? after, bool isRight) = await TryAsync(current, offers[0], []);
            current = isRight ? after : null;
        }
    }

    /// <summary>Applies an action.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="offer">The action.</param>
    /// <param name="others">What the other actions for the report make of the code, by their titles.</param>
    private async Task<(Snapshot? After, bool IsRight)> TryAsync(Snapshot before, Offer offer, Dictionary<string, string> others)
    {
        Solution changed = await offer.ApplyAsync();
        IReadOnlyList<DocumentId> documents = await ChangedDocumentsAsync(before.Solution, changed);
        if (documents.Count == 0)
        {
            await FailAsync(offer.Key, ["The action changes nothing."], before.Solution, changed);
            return (null, false);
        }

        var wrongs = new List<string>();
        string result = await TextOfAsync(changed, documents);
        if (others.ContainsValue(result))
        {
            wrongs.Add("Another action makes the same of the code.");
        }

        if (!others.TryAdd(offer.Action.Title, result))
        {
            wrongs.Add($"Another action is called '{offer.Action.Title}' too.");
        }

        Snapshot after = await look(changed, documents);
        wrongs.AddRange(await CompareAsync(before, [offer.Report], after, documents));
        if (wrongs.Count > 0)
        {
            await FailAsync(offer.Key, wrongs, before.Solution, changed);
        }

        return (after, wrongs.Count == 0);
    }

    /// <summary>Applies an action to all reports that it is offered for, in each scope and another order.</summary>
    private async Task<bool> TryForAllAsync(Snapshot before, ImmutableArray<Offer> offers)
    {
        Offer first = offers[0];
        Solution changed = await first.ApplyToAllAsync(FixAllScope.Solution, before.Reports);
        IReadOnlyList<DocumentId> documents = await ChangedDocumentsAsync(before.Solution, changed);
        if (documents.Count == 0)
        {
            await FailAsync(first.Key, ["Fix-all changes nothing."], before.Solution, changed);
            return false;
        }

        Snapshot after = await look(changed, documents);
        List<string> wrongs = [.. await CompareAsync(before, [.. offers.Select(offer => offer.Report)], after, documents)];
        string result = await TextOfAsync(changed, documents);
        ImmutableArray<Diagnostic> reversed = [.. before.Reports.Reverse()];
        if (await TextOfAsync(await first.ApplyToAllAsync(FixAllScope.Solution, reversed), documents) != result)
        {
            wrongs.Add("Fix-all depends on the order of the reports.");
        }

        await AddScopesAsync(FixAllScope.Project, document => document.Project.Id);
        await AddScopesAsync(FixAllScope.Document, document => document.Id);
        if (wrongs.Count > 0)
        {
            await FailAsync($"{first.Key}, fix-all", wrongs, before.Solution, changed);
        }

        return wrongs.Count == 0;

        // Where all that is to be fixed lies in one project or document, fix-all there does what it does in the solution.
        async Task AddScopesAsync(FixAllScope scope, Func<Document, object> part)
        {
            if (offers.All(offer => part(offer.Document).Equals(part(first.Document)))
                && await TextOfAsync(await first.ApplyToAllAsync(scope, before.Reports), documents) != result)
            {
                wrongs.Add($"Fix-all makes something else of the {scope} than of the solution.");
            }
        }
    }

    /// <summary>What is wrong with a state in which some reports were to be fixed.</summary>
    private static async Task<IReadOnlyList<string>> CompareAsync(
        Snapshot before, ImmutableArray<Diagnostic> fixedReports, Snapshot after, IReadOnlyList<DocumentId> documents)
    {
        var wrongs = new List<string>(NewComplaints(before, after));
        var comparisons = new Dictionary<DocumentId, TextComparison>();
        foreach (DocumentId id in documents)
        {
            SyntaxNode oldRoot = (await before.Solution.GetDocument(id)!.GetSyntaxRootAsync())!;
            SyntaxNode newRoot = (await after.Solution.GetDocument(id)!.GetSyntaxRootAsync())!;
            TextComparison comparison = TextComparison.Of(oldRoot, newRoot, new Replaceable(fixedReports, oldRoot).MayGo);
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

    private static async Task<IReadOnlyList<DocumentId>> ChangedDocumentsAsync(Solution before, Solution after)
    {
        var changed = new List<DocumentId>();
        foreach (DocumentId id in after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments()))
        {
            if (!(await before.GetDocument(id)!.GetTextAsync()).ContentEquals(await after.GetDocument(id)!.GetTextAsync()))
            {
                changed.Add(id);
            }
        }

        return changed;
    }

    private static async Task<string> TextOfAsync(Solution solution, IEnumerable<DocumentId> documents)
    {
        var texts = new List<string>();
        foreach (DocumentId id in documents)
        {
            texts.Add((await solution.GetDocument(id)!.GetTextAsync()).ToString());
        }

        return string.Join("\n===== the next document\n", texts);
    }

    private async Task FailAsync(string key, IEnumerable<string> wrongs, Solution before, Solution after)
    {
        IReadOnlyList<DocumentId> documents = await ChangedDocumentsAsync(before, after);
        _failures.Add(new Failure(key, string.Join('\n', wrongs), await TextOfAsync(before, documents), await TextOfAsync(after, documents)));
    }
}
