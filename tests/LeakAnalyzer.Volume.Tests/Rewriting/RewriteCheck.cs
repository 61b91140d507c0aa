using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>A rewrite that has changed the reports.</summary>
/// <param name="Rewrite">The rewrite.</param>
/// <param name="Files">The paths of the rewritten files. There are several if the reports change only when these are rewritten together.</param>
/// <param name="Lost">The reports that only the original code has.</param>
/// <param name="Gained">The reports that only the rewritten code has.</param>
/// <param name="Code">The rewritten code.</param>
internal sealed record Changed(Rewrite Rewrite, string Files, string Lost, string Gained, string Code)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Rewrite.Name}, {Files}: lost [{Lost}], gained [{Gained}]";
}

/// <summary>
/// Rewrites files in ways that don't change their meaning, and compares the reports before and after. All files are rewritten together, and then halves of
/// them if that changes the reports.
/// </summary>
/// <param name="progress">Receives a line for each compilation and for each rewrite that has changed the reports; null for no progress.</param>
internal sealed class RewriteCheck(TextWriter? progress = null)
{
    private readonly List<Changed> _changed = [];
    private readonly Dictionary<string, int> _tried = [];

    /// <summary>Gets the rewrites that have changed the reports.</summary>
    public IReadOnlyList<Changed> Changed => [.. _changed.OrderBy(changed => changed.Rewrite.Name, StringComparer.Ordinal).ThenBy(changed => changed.Files, StringComparer.Ordinal)];

    /// <summary>Gets for each rewrite the number of files that it has changed without causing an error.</summary>
    public IReadOnlyDictionary<string, int> Tried => _tried;

    /// <summary>Gets the number of reports before the rewrites.</summary>
    public int Reports { get; private set; }

    /// <summary>Tries all rewrites on files of a compilation. The name is for the progress.</summary>
    public async Task RunAsync(string name, Compilation compilation, IReadOnlyList<SyntaxTree> files)
    {
        var before = await Original.OfAsync(compilation, files);
        int all = 0;
        foreach (Rewrite rewrite in Rewrite.All)
        {
            (int tried, IReadOnlyList<Changed> changed) = await TryAsync(rewrite, before, [.. before.Files.Select(file => Written.Of(rewrite, before.Compilation, file)).OfType<Written>()]);
            all += tried;
            lock (_changed)
            {
                _changed.AddRange(changed);
                _tried[rewrite.Name] = _tried.GetValueOrDefault(rewrite.Name) + tried;
            }
        }

        lock (_changed)
        {
            Reports += before.Reports.Count;
        }

        progress?.WriteLine($"{name}: {before.Files.Count} files, {before.Reports.Count} reports, {all} rewrites");
    }

    /// <summary>Tries a rewrite on some files together, without those that get more errors by it.</summary>
    private async Task<(int Tried, IReadOnlyList<Changed> Changed)> TryAsync(Rewrite rewrite, Original before, IReadOnlyList<Written> batch)
    {
        if (batch.Count == 0)
        {
            return (0, []);
        }

        Compilation after = batch.Aggregate(before.Compilation, (compilation, written) => written.Into(compilation));
        IReadOnlyDictionary<SyntaxTree, int> errors = Original.ErrorsOf(after);
        HashSet<Written> worse = [.. batch.Where(written => written.After.Sum(file => errors.GetValueOrDefault(file)) > before.Errors.GetValueOrDefault(written.Before))];
        if (worse.Count > 0)
        {
            return await TryAsync(rewrite, before, [.. batch.Where(written => !worse.Contains(written))]);
        }

        if (before.Compilation.SyntaxTrees.Any(file => errors.GetValueOrDefault(file) > before.Errors.GetValueOrDefault(file)))
        {
            return await HalvesAsync(rewrite, before, batch);
        }

        IReadOnlyList<PlacedReport> reports = await ReportPlaces.OfAsync(after);
        List<PlacedReport> lost = Only(before.Reports, reports, rewrite), gained = Only(reports, before.Reports, rewrite);
        lost.RemoveAll(report => report.Id == rewrite.Replaced?.Id && gained.FindIndex(other => other.Id == rewrite.Replaced?.By) is var by and >= 0 && TakeAt(gained, by));
        if (lost.Count + gained.Count == 0)
        {
            return (batch.Count, []);
        }

        (int tried, IReadOnlyList<Changed> changed) = await HalvesAsync(rewrite, before, batch);
        if (changed.Count > 0)
        {
            return (tried, changed);
        }

        string code = string.Join("\n// next file\n", batch.SelectMany(written => written.After).Select(file => file.ToString()));
        var found = new Changed(rewrite, string.Join(", ", batch.Select(written => written.Before.FilePath)), string.Join(", ", lost), string.Join(", ", gained), code);
        progress?.WriteLine(found);
        return (batch.Count, [found]);
    }

    /// <summary>Tries a rewrite on each half of several files.</summary>
    private async Task<(int Tried, IReadOnlyList<Changed> Changed)> HalvesAsync(Rewrite rewrite, Original before, IReadOnlyList<Written> batch)
    {
        if (batch.Count == 1)
        {
            return (0, []);
        }

        (int Tried, IReadOnlyList<Changed> Changed) one = await TryAsync(rewrite, before, [.. batch.Take(batch.Count / 2)]), other = await TryAsync(rewrite, before, [.. batch.Skip(batch.Count / 2)]);
        return (one.Tried + other.Tried, [.. one.Changed, .. other.Changed]);
    }

    private static bool TakeAt(List<PlacedReport> reports, int index)
    {
        reports.RemoveAt(index);
        return true;
    }

    /// <summary>Gets the reports that only the first list has, without those of <see cref="Rewrite.MovedRules"/>.</summary>
    private static List<PlacedReport> Only(IReadOnlyList<PlacedReport> ones, IReadOnlyList<PlacedReport> others, Rewrite rewrite)
    {
        List<PlacedReport> rest = [.. others];
        var only = new List<PlacedReport>();
        foreach (PlacedReport one in ones.Where(one => !rewrite.MovedRules.Contains(one.Id)))
        {
            int same = rest.FindIndex(one.IsSameAs);
            if (same < 0)
            {
                only.Add(one);
            }
            else if (!rewrite.Copies)
            {
                rest.RemoveAt(same);
            }
        }

        return only;
    }
}
