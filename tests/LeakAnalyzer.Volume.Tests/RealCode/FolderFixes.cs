using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LeakAnalyzer.Volume.Tests.Checking;
using LeakAnalyzer.Volume.Tests.Robustness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.RealCode;

/// <summary>Tries the fixes on real code, for its own reports and for inserted leaks, project by project.</summary>
/// <param name="limit">The number of fixes in a folder after which no further project is begun.</param>
/// <param name="seed">The random seed.</param>
/// <param name="progress">Receives a line for each project and for each failure.</param>
internal sealed partial class FolderFixes(int limit, int seed, TextWriter progress)
{
    private const int MostPlants = 20;
    private const int MostFound = 6;

    private readonly List<(string Project, Failure Failure)> _failures = [];
    private readonly List<(string Project, Failure Failure)> _looseFailures = [];

    /// <summary>Gets how often each fix was offered, applied and right.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Gets the fixes whose result is wrong.</summary>
    public IReadOnlyList<(string Project, Failure Failure)> Failures => _failures;

    /// <summary>Gets the fixes after which the compiler only repeats an error that the code had before, because its packages are missing.</summary>
    public IReadOnlyList<(string Project, Failure Failure)> LooseFailures => _looseFailures;

    public async Task TryAsync(string folder)
    {
        int end = Tally.Tried + limit;
        Solution solution = RealSolution.Load(folder);
        Project[] projects = [.. solution.Projects];
        new Random(seed).Shuffle(projects);
        foreach (Project project in projects)
        {
            if (Tally.Tried >= end)
            {
                break;
            }

            string name = $"{Path.GetFileName(Path.GetFullPath(folder))}/{project.Name}";
            int tried = Tally.Tried;
            int failures = _failures.Count + _looseFailures.Count;
            await TryAsync(project, name);
            progress.WriteLine($"{name}: {Tally.Tried - tried} fixes tried, {_failures.Count + _looseFailures.Count - failures} failures");
        }

        Tally.See("folders");
    }

    private async Task TryAsync(Project project, string name)
    {
        (Solution solution, IReadOnlyList<DocumentId> planted) = await PlantedAsync(project);
        Snapshot all = await Snapshot.OfAsync(solution, planted);
        HashSet<string> reported = await ReportedFilesAsync(solution.GetProject(project.Id)!);
        DocumentId[] found = [.. solution.GetProject(project.Id)!.Documents.Where(document => reported.Contains(document.FilePath!) && !planted.Contains(document.Id)).Select(document => document.Id).Take(MostFound)];
        Snapshot before = await all.WithAsync(found);
        Tally.See("projects");
        Tally.See("planted leaks", planted.Count);
        Tally.See("planted leaks that are reported", planted.Count(document => before.Reports.Any(report => before.DocumentOf(report)?.Id == document)));
        Tally.See("reports as found", before.Reports.Count(report => found.Contains(before.DocumentOf(report)!.Id)));
        var check = new FixCheck(Tally, LookAsync);
        await check.RunAsync(before);
        foreach (Failure failure in check.Failures)
        {
            bool isLoose = IsLoose(failure, before);
            (isLoose ? _looseFailures : _failures).Add((name, failure));
            progress.WriteLine($"##### {name}: {failure.Key}{(isLoose ? ", where types are missing" : "")}\n{failure.What}\n{failure.Difference()}\n");
        }

        // A fix that changes a method's parameters may break the documents that call it.
        Task<Snapshot> LookAsync(Solution changed, IReadOnlyList<DocumentId> documents) => CallersAsync(solution, changed, documents).ContinueWith(
            callers => Snapshot.OfAsync(changed, documents.Concat(callers.Result)), TaskScheduler.Default).Unwrap();
    }

    /// <summary>Inserts a leak into some files of a project, if that causes no error.</summary>
    private async Task<(Solution Solution, IReadOnlyList<DocumentId> Planted)> PlantedAsync(Project project)
    {
        var random = new Random(seed);
        Document[] documents = [.. project.Documents.Where(document => !Generated().IsMatch(document.FilePath!))];
        random.Shuffle(documents);
        var hot = new HashSet<Document>();
        foreach (Document document in documents)
        {
            if (MutableCode.IsHot((await document.GetTextAsync()).ToString()))
            {
                hot.Add(document);
            }
        }

        Solution given = project.Solution.AddDocument(DocumentId.CreateNewId(project.Id), "Planted.cs", Plant.Given, filePath: $"{project.Name}/Planted.cs");
        Solution solution = given;
        var planted = new List<DocumentId>();
        foreach (Document document in documents.OrderByDescending(hot.Contains))
        {
            if (planted.Count == MostPlants)
            {
                break;
            }

            if (Plant.In((await document.GetSyntaxRootAsync())!, random) is { } text)
            {
                planted.Add(document.Id);
                solution = solution.WithDocumentText(document.Id, text);
            }
        }

        // The inserted code causes no errors in other files, unless they have a part of the same type.
        foreach (DocumentId document in planted.ToArray())
        {
            if (await ErrorsAsync(solution, document) > await ErrorsAsync(given, document))
            {
                planted.Remove(document);
                solution = solution.WithDocumentText(document, await given.GetDocument(document)!.GetTextAsync());
            }
        }

        return (solution, planted);
    }

    private static async Task<int> ErrorsAsync(Solution solution, DocumentId document) =>
        (await solution.GetDocument(document)!.GetSemanticModelAsync())!.GetDiagnostics().Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static async Task<HashSet<string>> ReportedFilesAsync(Project project) =>
        [.. (await Rewriting.ReportPlaces.FilesWithReportsAsync((await project.GetCompilationAsync())!)).Select(tree => tree.FilePath)];

    /// <summary>Gets the unchanged documents that name a method whose parameters a fix has changed.</summary>
    private static async Task<IReadOnlyList<DocumentId>> CallersAsync(Solution before, Solution after, IReadOnlyList<DocumentId> documents)
    {
        var names = new HashSet<string>();
        foreach (DocumentId document in documents)
        {
            names.UnionWith(Signatures(await after.GetDocument(document)!.GetSyntaxRootAsync()).Except(Signatures(await before.GetDocument(document)!.GetSyntaxRootAsync())).Select(signature => signature.Name));
        }

        var callers = new List<DocumentId>();
        if (names.Count > 0)
        {
            foreach (Document document in after.Projects.Where(project => documents.Any(id => id.ProjectId == project.Id)).SelectMany(project => project.Documents))
            {
                if (!documents.Contains(document.Id) && (await document.GetSyntaxRootAsync())!.DescendantTokens().Any(token => names.Contains(token.ValueText)))
                {
                    callers.Add(document.Id);
                }
            }
        }

        return callers;
    }

    private static IEnumerable<(string Name, string Parameters)> Signatures(SyntaxNode? root) =>
        root!.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => (method.Identifier.ValueText, method.ParameterList.ToString()));

    private static bool IsLoose(Failure failure, Snapshot before) => failure.What.Split('\n').All(line =>
        Complaint().Match(line) is { Success: true } complaint
        && before.Complaints.Any(known => known.Id == complaint.Groups[1].Value && known.Severity == DiagnosticSeverity.Error && known.GetMessage() == complaint.Groups[2].Value));

    [GeneratedRegex(@"\.(g|designer|generated)\.cs$|/Planted\.cs$", RegexOptions.IgnoreCase)]
    private static partial Regex Generated();

    [GeneratedRegex(@"^(CS\d+) [\d,]+: (.*)$")]
    private static partial Regex Complaint();
}
