using System.Diagnostics;

namespace LeakAnalyzer.Mutation;

/// <summary>The results of all mutants that have ever been tried, one on each line of a file. A mutant's last line is its current result.</summary>
internal sealed class Results
{
    private const string Survives = "survives";

    private readonly string _path;
    private readonly string _commit;
    private readonly ILookup<string, string> _before;
    private readonly List<string> _lines;

    /// <summary>Reads the results.</summary>
    /// <param name="root">The folder of the repository.</param>
    public Results(string root)
    {
        _path = Path.Combine(root, "tests", "LeakAnalyzer.Mutation", "results.tsv");
        _lines = File.Exists(_path) ? [.. File.ReadLines(_path)] : [];
        _before = _lines.ToLookup(IdOf);
        _commit = Git(root, "log", "-1", "--format=%h", "--", "src") + (Git(root, "status", "--porcelain", "--", "src").Length == 0 ? "" : "+");
    }

    /// <summary>Whether a mutant was tried before this run.</summary>
    public bool Contains(string id) => _before.Contains(id);

    /// <summary>Whether a test failed when the mutant was last tried, before this run.</summary>
    public bool IsKilled(string id) => _before[id].LastOrDefault() is { } line && IsKilledBy(line);

    /// <summary>Creates the line for a result, with the commit that was tested.</summary>
    public string Line(string id, string description, string? killer, int tests) =>
        $"{id}\t{_commit}\t{description.Replace(" | ", "\t")}\t{(killer is null ? $"{Survives} {tests} tests" : killer)}";

    public void Add(string line)
    {
        File.AppendAllLines(_path, [line]);
        _lines.Add(line);
    }

    /// <summary>Counts the mutants that a test detected at their first try, and those that a test detects now.</summary>
    public string Summary(IReadOnlyCollection<string> ids)
    {
        ILookup<string, string> byId = _lines.ToLookup(IdOf);
        return $"{ids.Count} tried; {ids.Count(id => IsKilledBy(byId[id].First()))} killed at first, {ids.Count(id => IsKilledBy(byId[id].Last()))} now";
    }

    private static string Git(string root, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, .. arguments]) { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }

    private static string IdOf(string line) => line.Split('\t')[0];

    private static bool IsKilledBy(string line) => !line.Split('\t')[^1].StartsWith(Survives + " ", StringComparison.Ordinal);
}
