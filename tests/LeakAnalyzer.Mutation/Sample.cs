using System.Reflection;
using System.Security.Cryptography;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Mutation;

/// <summary>Draws mutants (small changes of the source) at random, and runs the tests that reach each of them.</summary>
internal sealed class Sample : IDisposable
{
    private static readonly string s_root =
        typeof(Sample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "RepositoryRoot").Value!;

    private static readonly string s_sources = Path.Combine(s_root, "src");

    /// <summary>The folders whose code is mutated.</summary>
    private static readonly string[] s_rooms =
        [.. from room in (string[])["Facts", "Flow", "Tracking", "Summaries", "Tasks"] select Path.Combine("LeakAnalyzer", room), "LeakAnalyzer.CodeFixes"];

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "LeakAnalyzer.Mutation")).FullName;
    private readonly WorkerProcess _worker = new();
    private readonly Results _results = new(s_root);
    private readonly Project[] _projects;
    private readonly Probes _probes = new();
    private readonly (Project Project, Mutant Mutant, string Id)[] _mutants;
    private readonly Test[] _tests = [];
    private readonly Test[]? _chosenTests;
    private readonly HashSet<int> _static = [];

    /// <summary>
    /// Finds all mutants, and which test reaches which code. The random order depends only on the seed and on the mutants' ids, so a change of some code
    /// doesn't move the mutants of other code.
    /// </summary>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="testClasses">Parts of the names of the test classes to run, separated by commas; null for all tests that reach a mutant.</param>
    public Sample(int seed, string? testClasses)
    {
        _projects = [.. from name in (string[])["LeakAnalyzer", "LeakAnalyzer.CodeFixes"] select Project.Load(Path.Combine(s_sources, name, name + ".csproj"))];
        _mutants =
        [
            .. from project in _projects
               from mutant in project.FindMutants(tree => RoomOf(tree.FilePath) is not null)
               let id = mutant.IdFrom(s_sources)
               orderby Mutant.Hash($"{seed} {id}"), id
               select (project, mutant, id),
        ];
        if (testClasses is not null)
        {
            _chosenTests = Worker.FindTests(testClasses);
            return;
        }

        string[] learned = LearnTests();
        _static = [.. learned[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        _tests = [.. learned.Skip(1).Select(Test.Parse)];
        Console.WriteLine($"{_mutants.Length} mutants, {_tests.Length} tests");
    }

    /// <summary>Tries the first <paramref name="count"/> mutants that compile, except those that were tried before.</summary>
    public void Try(int count)
    {
        List<string> drawn = [];
        foreach (var mutant in _mutants)
        {
            if (drawn.Count == count)
            {
                break;
            }

            if (_results.Contains(mutant.Id) || Try(mutant, isDrawn: true))
            {
                drawn.Add(mutant.Id);
            }
        }

        Console.WriteLine(_results.Summary(drawn));
    }

    /// <summary>Tries chosen mutants (again): ids, or positions such as <c>FieldSources.cs:255</c> for all mutants there that no test has detected.</summary>
    public void Try(string[] chosen)
    {
        foreach (var mutant in _mutants.Where(mutant => chosen.Any(text => mutant.Id == text || !_results.IsKilled(mutant.Id) && mutant.Mutant.Describe(s_sources).Contains($"/{text} |"))))
        {
            Try(mutant, isDrawn: false);
        }
    }

    public void Dispose() => _worker.Dispose();

    /// <summary>Tries a mutant. Returns false if it doesn't compile.</summary>
    private bool Try((Project Project, Mutant Mutant, string Id) mutant, bool isDrawn)
    {
        // The runtime doesn't load another assembly from the same path, so each mutant has a new folder.
        string folder = Directory.CreateTempSubdirectory("LeakAnalyzer.Mutation-").FullName;
        bool isCompiled = mutant.Project.With(mutant.Mutant).Write(Path.Combine(folder, mutant.Project.Assembly)).Count == 0;
        if (isCompiled)
        {
            Test[] tests = _chosenTests ?? Reaching(mutant.Mutant);
            string? killer = tests.Length == 0 ? null : _worker.RunUntilFailure(folder, tests).Failed.FirstOrDefault()?.Name;
            string line = _results.Line(mutant.Id, mutant.Mutant.Describe(s_sources), killer, tests.Length);
            Console.WriteLine(line);
            if (isDrawn || _results.Contains(mutant.Id) && (killer is not null || _chosenTests is null))
            {
                _results.Add(line);
            }
        }

        Directory.Delete(folder, recursive: true);
        return isCompiled;
    }

    private static string? RoomOf(string path) =>
        Array.Find(s_rooms, room => path.StartsWith(Path.Combine(s_sources, room) + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <summary>Gets the tests that reach a mutant, or all tests if that isn't known. Those in the folder with the same name come first.</summary>
    private Test[] Reaching(Mutant mutant)
    {
        string room = Path.GetFileName(Path.GetDirectoryName(mutant.Path)!);
        int? block = _probes.BlockAround(mutant);
        HashSet<int>? blocks = block is null ? mutant.IsPrivateData ? _probes.BlocksOfType(mutant) : null : _static.Contains(block.Value) ? null : [block.Value];
        return
        [
            .. from test in _tests
               where blocks is null || test.Blocks.Overlaps(blocks)
               orderby test.Assembly descending, test.Class.Split('.').Contains(room) descending, test.Blocks.Count
               select test,
        ];
    }

    /// <summary>Runs all tests with probes in the code. The result is reused while the assemblies are the same.</summary>
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
            // Some tests fail only in a worker that has already run a job. They can't be used, so an empty job comes first.
            _worker.RunUntilFailure(folder, [new Test("LeakAnalyzer.Tests", "None", "", "")]);
            Outcome outcome = _worker.RunAll(folder);
            foreach (Test failed in outcome.Failed)
            {
                Console.WriteLine($"left out, as it fails without a mutant: {failed.Name}");
            }

            // A test that reaches no block only checks texts, unless it is one of the catalogue: that may use static data that was created for another test.
            File.WriteAllLines(kept, [outcome.Static, .. outcome.Passed.Where(test => test.Blocks.Count > 0 || test.Assembly != "LeakAnalyzer.Tests").Select(test => test.ToString())]);
        }

        return File.ReadAllLines(kept);
    }
}
