using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>Applies the fixes that are offered for the reports in a solution, and checks the results.</summary>
/// <param name="tally">Counts the fixes.</param>
/// <param name="look">Takes a snapshot of a solution in which a fix has changed the given documents.</param>
internal sealed class FixCheck(Tally tally, Func<Solution, IReadOnlyList<DocumentId>, Task<Snapshot>> look)
{
    /// <summary>The number of fixes that may be applied one after the other, in addition to one for each report.</summary>
    private const int MostSteps = 8;

    private readonly List<Failure> _failures = [];

    /// <summary>Gets the fixes whose result is wrong.</summary>
    public IReadOnlyList<Failure> Failures => _failures;

    /// <summary>Tries each action of each report alone, then each fix-all, and then one action after the other until none is offered.</summary>
    public async Task RunAsync(Snapshot before)
    {
        foreach (Diagnostic thrown in before.Complaints.Where(complaint => complaint.Id == "AD0001"))
        {
            _failures.Add(new Failure(thrown.Id, thrown.GetMessage(), "", ""));
        }

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

    private async Task<ImmutableArray<Offer>> OffersAsync(Snapshot snapshot)
    {
        var offers = ImmutableArray.CreateBuilder<Offer>();
        foreach (Diagnostic report in snapshot.Reports)
        {
            try
            {
                offers.AddRange(await Offer.ForAsync(report, snapshot.DocumentOf(report)!));
            }
            catch (Exception exception)
            {
                _failures.Add(new Failure(report.Id, $"An offer throws: {exception}", report.Location.SourceTree!.ToString(), ""));
            }
        }

        return offers.ToImmutable();
    }

    /// <summary>Applies the first action that is offered, again and again.</summary>
    private async Task GoOnAsync(Snapshot? current)
    {
        int most = MostSteps + (current?.Reports.Length ?? 0);
        for (int step = 1; current is not null; step++)
        {
            ImmutableArray<Offer> offers = await OffersAsync(current);
            if (offers.IsEmpty)
            {
                return;
            }

            if (step > most)
            {
                await FailAsync(offers[0].Key, ["There is always one more fix."], offers[0].Document.Project.Solution, current.Solution);
                return;
            }

            (Snapshot? after, bool isRight) = await TryAsync(current, offers[0], []);
            current = isRight ? after : null;
        }
    }

    /// <summary>Applies an action and checks the result, which must differ from those of <paramref name="others"/>.</summary>
    private async Task<(Snapshot? After, bool IsRight)> TryAsync(Snapshot before, Offer offer, Dictionary<string, string> others)
    {
        if (await ChangeAsync(offer.Key, before, offer.ApplyAsync) is not var (changed, documents))
        {
            return (null, false);
        }

        var wrongs = new List<string>();
        string result = await SolutionTexts.OfAsync(changed, documents);
        if (others.ContainsValue(result))
        {
            wrongs.Add("Another action makes the same of the code.");
        }

        if (!others.TryAdd(offer.Action.Title, result))
        {
            wrongs.Add($"Another action is called '{offer.Action.Title}' too.");
        }

        Snapshot after = await look(changed, documents);
        wrongs.AddRange(await StateComparison.WrongsAsync(before, after, offer.Kind, [offer.Report], documents));
        if (wrongs.Count > 0)
        {
            await FailAsync(offer.Key, wrongs, before.Solution, changed);
        }

        return (after, wrongs.Count == 0);
    }

    /// <summary>Applies fix-all, to the solution and to parts of it, and with the reports in reverse order.</summary>
    private async Task<bool> TryForAllAsync(Snapshot before, ImmutableArray<Offer> offers)
    {
        Offer first = offers[0];
        string key = $"{first.Key}, fix-all";
        if (await ChangeAsync(key, before, () => first.ApplyToAllAsync(FixAllScope.Solution, before.Reports)) is not var (changed, documents))
        {
            return false;
        }

        List<string> wrongs = [.. await WrongsAsync(changed, documents, offers)];
        string result = await SolutionTexts.OfAsync(changed, documents);
        ImmutableArray<Diagnostic> reversed = [.. before.Reports.Reverse()];
        if (await SolutionTexts.OfAsync(await first.ApplyToAllAsync(FixAllScope.Solution, reversed), documents) != result)
        {
            wrongs.Add("Fix-all depends on the order of the reports.");
        }

        await AddScopeAsync(FixAllScope.Project, document => document.Project.Id);
        await AddScopeAsync(FixAllScope.Document, document => document.Id);
        if (wrongs.Count > 0)
        {
            await FailAsync(key, wrongs, before.Solution, changed);
        }

        return wrongs.Count == 0;

        async Task<IEnumerable<string>> WrongsAsync(Solution solution, IReadOnlyList<DocumentId> its, IEnumerable<Offer> fixedOffers) =>
            await StateComparison.WrongsAsync(before, await look(solution, its), first.Kind, [.. fixedOffers.Select(offer => offer.Report)], its);

        // Fix-all in a part that has all reports must do the same as in the whole solution.
        async Task AddScopeAsync(FixAllScope scope, Func<Document, object> part)
        {
            ImmutableArray<Offer> those = [.. offers.Where(offer => part(offer.Document).Equals(part(first.Document)))];
            Solution solution = await first.ApplyToAllAsync(scope, before.Reports);
            if (those.Length == offers.Length)
            {
                if (await SolutionTexts.OfAsync(solution, documents) != result)
                {
                    wrongs.Add($"Fix-all makes something else of the {scope} than of the solution.");
                }
            }
            else
            {
                IReadOnlyList<DocumentId> its = await SolutionTexts.ChangedAsync(before.Solution, solution);
                wrongs.AddRange((await WrongsAsync(solution, its, those)).Select(wrong => $"In the {scope}: {wrong}"));
            }
        }
    }

    /// <summary>Makes a change. If it fails or changes no text, adds a failure and returns null.</summary>
    private async Task<(Solution Changed, IReadOnlyList<DocumentId> Documents)?> ChangeAsync(string key, Snapshot before, Func<Task<Solution>> change)
    {
        try
        {
            Solution changed = await change();
            if (await SolutionTexts.ChangedAsync(before.Solution, changed) is { Count: > 0 } documents)
            {
                return (changed, documents);
            }

            _failures.Add(new Failure(key, "Nothing is changed.", "", ""));
        }
        catch (Exception exception)
        {
            _failures.Add(new Failure(key, $"It throws: {exception}", "", ""));
        }

        return null;
    }

    private async Task FailAsync(string key, IEnumerable<string> wrongs, Solution before, Solution after)
    {
        IReadOnlyList<DocumentId> documents = await SolutionTexts.ChangedAsync(before, after);
        _failures.Add(new Failure(key, string.Join('\n', wrongs), await SolutionTexts.OfAsync(before, documents), await SolutionTexts.OfAsync(after, documents)));
    }
}
