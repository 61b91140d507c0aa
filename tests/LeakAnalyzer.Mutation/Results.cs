using System.Diagnostics;

namespace LeakAnalyzer.Mutation;

/// <summary>
/// The results of all mutants that have ever been tried. Lines are only ever added to the file: of the lines of one mutant, the last is its present
/// result.
/// </summary>
internal sealed class Results
{
    private const string Survives = "survives";

    private readonly string _path;
    private readonly string _commit;
    private readonly ILookup<string, string> _before;
    private readonly List<string> _lines;

    /// <summary>Reads the file.</summary>
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

    /// <summary>Whether a mutant was killed when it was last tried, before this run.</summary>
    public bool IsKilled(string id) => _before[id].LastOrDefault() is { } line && IsKilledBy(line);

    /// <summary>
    /// Creates the line for the result of a mutant: its id, the last commit of the changed code (with a <c>+</c> if that code has uncommitted
    /// changes), the place and the change, and the test that fails.
    /// </summary>
    public string Line(string id, string description, string? killer, int tests) =>
        $"{id}\t{_commit}\t{description.Replace(" | ", "\t")}\t{(killer is null ? $"{Survives} {tests} tests" : killer)}";

    /// <summary>Adds a line to the file.</summary>
    public void Add(string line)
    {
        File.AppendAllLines(_path, [line]);
        _lines.Add(line);
    }

    /// <summary>Tells how many of some mutants were killed when they were first tried, and how many are killed now.</summary>
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
