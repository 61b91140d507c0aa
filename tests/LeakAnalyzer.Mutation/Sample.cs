using System.Reflection;
using System.Security.Cryptography;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Mutation;

/// <summary>Mutants that are drawn at random, each tried with the tests that reach it.</summary>
internal sealed class Sample : IDisposable
{
    private static readonly string s_root =
        typeof(Sample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "RepositoryRoot").Value!;

    private static readonly string s_sources = Path.Combine(s_root, "src");

    /// <summary>The folders whose code is changed.</summary>
    private static readonly string[] s_rooms =
        [.. from room in (string[])["Facts", "Flow", "Tracking", "Summaries", "Tasks"] select Path.Combine("LeakAnalyzer", room), "LeakAnalyzer.CodeFixes"];

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "LeakAnalyzer.Mutation")).FullName;
    private readonly WorkerProcess _worker = new();
    private readonly Project[] _projects;
    private readonly Probes _probes = new();
    private readonly (Project Project, Mutant Mutant)[] _mutants;
    private readonly Test[] _tests;
    private readonly HashSet<int> _static;

    /// <summary>Shuffles all mutants, and learns which test reaches which code.</summary>
    public Sample(int seed)
    {
        _projects = [.. from name in (string[])["LeakAnalyzer", "LeakAnalyzer.CodeFixes"] select Project.Load(Path.Combine(s_sources, name, name + ".csproj"))];
        _mutants = [.. from project in _projects from mutant in project.FindMutants(tree => RoomOf(tree.FilePath) is not null) select (project, mutant)];
        new Random(seed).Shuffle(_mutants);
        string[] learned = LearnTests();
        _static = [.. learned[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        _tests = [.. learned.Skip(1).Select(Test.Parse)];
        Console.WriteLine($"{_mutants.Length} mutants, {_tests.Length} tests");
    }

    /// <summary>Tries the first mutants that compile, and prints what becomes of each.</summary>
    /// <param name="count">How many are drawn.</param>
    /// <param name="chosen">The numbers of those that are tried; empty for all.</param>
    public void Try(int count, HashSet<int> chosen)
    {
        int number = 0;
        var tried = new List<(string Room, bool IsKilled)>();
        foreach ((Project project, Mutant mutant) in _mutants)
        {
            // The runtime keeps what it has loaded from a path, so each mutant has its own.
            string folder = Directory.CreateTempSubdirectory("LeakAnalyzer.Mutation-").FullName;
            bool isCompiled = project.With(mutant).Write(Path.Combine(folder, project.Assembly)).Count == 0;
            number += isCompiled ? 1 : 0;
            if (isCompiled && (chosen.Count == 0 || chosen.Contains(number)))
            {
                Test[] reaching = Reaching(mutant);
                string? killer = reaching.Length == 0 ? null : _worker.RunUntilFailure(folder, reaching).Failed.FirstOrDefault()?.Name;
                tried.Add((RoomOf(mutant.Path)!, killer is not null));
                Console.WriteLine($"| {number} | {mutant.Describe(s_sources)} | {killer ?? $"**survives {reaching.Length} tests**"} |");
            }

            Directory.Delete(folder, recursive: true);
            if (number == count)
            {
                break;
            }
        }

        foreach (var room in tried.GroupBy(mutant => mutant.Room).Append(tried.GroupBy(_ => "all").Single()))
        {
            int killed = room.Count(mutant => mutant.IsKilled);
            Console.WriteLine($"| {room.Key} | {room.Count()} | {killed} | {100.0 * killed / room.Count():0.0} % |");
        }
    }

    public void Dispose() => _worker.Dispose();

    private static string? RoomOf(string path) =>
        Array.Find(s_rooms, room => path.StartsWith(Path.Combine(s_sources, room) + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <summary>The tests that reach a mutant, or all where that is unknown: those of its room first, then those that reach the least.</summary>
    private Test[] Reaching(Mutant mutant)
    {
        string room = Path.GetFileName(Path.GetDirectoryName(mutant.Path)!);
        int? block = _probes.BlockAround(mutant);
        HashSet<int>? blocks = block is null ? mutant.IsPrivateData ? _probes.BlocksOfType(mutant) : null : _static.Contains(block.Value) ? null : [block.Value];
        return
        [
            .. from test in _tests
               where blocks is null || test.Blocks.Overlaps(blocks)
               orderby test.Class.Split('.').Contains(room) descending, test.Blocks.Count
               select test,
        ];
    }

    /// <summary>Runs all tests with probes in the code; what is learned is kept for the next sample of the same code and tests.</summary>
    private string[] LearnTests()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "probes")).FullName;
        foreach (Project project in _projects)
        {
            IReadOnlyList<Diagnostic> errors = project.With(_probes, tree => RoomOf(tree.FilePath) is not null).Write(Path.Combine(folder, project.Assembly));
            if (errors.Count > 0)
            {
                throw new InvalidOperationException(string.Join('\n', errors));
            }
        }

        IEnumerable<byte[]> built = Directory.GetFiles(AppContext.BaseDirectory, "LeakAnalyzer*.dll").Order(StringComparer.Ordinal).Select(file => SHA256.HashData(File.ReadAllBytes(file)));
        string kept = Path.Combine(_folder, Convert.ToHexString(SHA256.HashData([.. built.SelectMany(hash => hash)]))[..16] + ".txt");
        if (!File.Exists(kept))
        {
            // The second time, as a mutant's tests don't run in a new process either: a test that can't do that is left out.
            _worker.RunUntilFailure(folder, [new Test("LeakAnalyzer.Tests", "None", "", "")]);
            Outcome outcome = _worker.RunAll(folder);
            foreach (Test failed in outcome.Failed)
            {
                Console.WriteLine($"left out, as it fails without a mutant: {failed.Name}");
            }

            // What reaches nothing is about the repository's texts; what the catalogue's tests read, they may have read once for all.
            File.WriteAllLines(kept, [outcome.Static, .. outcome.Passed.Where(test => test.Blocks.Count > 0 || test.Assembly != "LeakAnalyzer.Tests").Select(test => test.ToString())]);
        }

        return File.ReadAllLines(kept);
    }
}
