using System.Text;
using LeakAnalyzer.Tests.Conventions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Volume.Tests.RealCode;

/// <summary>The projects in a folder as a solution. Packages aren't restored, so the code has errors.</summary>
internal static class RealSolution
{
    /// <summary>Gets the references to the framework and to ASP.NET Core.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } = [.. ReferencePaths().Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpParseOptions ParseOptions { get; } = new(
        LanguageVersion.Preview,
        DocumentationMode.None,
        preprocessorSymbols: ["NET", "NETCOREAPP", "NET6_0_OR_GREATER", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER"]);

    /// <summary>The <c>using</c> directives that the SDK adds to each project.</summary>
    public const string GlobalUsings =
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly AdhocWorkspace s_workspace = new();

    public static Solution Load(string folder)
    {
        folder = Path.GetFullPath(folder);
        Solution solution = s_workspace.CurrentSolution;
        IReadOnlyList<RealProject> projects = RealProject.Below(folder);
        var ids = projects.ToDictionary(project => project.Folder, project => ProjectId.CreateNewId());
        foreach (RealProject project in projects)
        {
            solution = solution.AddProject(InfoOf(project, ids[project.Folder], folder));
        }

        foreach (RealProject project in projects)
        {
            foreach (string referenced in project.ReferencedFolders.Distinct())
            {
                ProjectId id = ids[project.Folder];
                if (ids.TryGetValue(referenced, out ProjectId? other) && other != id && !solution.GetProjectDependencyGraph().GetProjectsThatThisProjectTransitivelyDependsOn(other).Contains(id))
                {
                    solution = solution.AddProjectReference(id, new ProjectReference(other));
                }
            }
        }

        return solution;
    }

    public static CSharpCompilationOptions CompilationOptions(bool isExecutable) => new(
        isExecutable ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    private static ProjectInfo InfoOf(RealProject project, ProjectId id, string root)
    {
        string name = Path.GetRelativePath(root, project.Folder);
        return ProjectInfo.Create(
            id,
            VersionStamp.Default,
            name,
            Path.GetFileName(project.Folder),
            LanguageNames.CSharp,
            compilationOptions: CompilationOptions(project.IsExecutable),
            parseOptions: ParseOptions,
            metadataReferences: References,
            documents:
            [
                .. project.Files.Select(file => InfoOf(id, Path.GetRelativePath(root, file), new FileLoader(file))),
                InfoOf(id, Path.Combine(name, "Usings.g.cs"), TextLoader.From(TextAndVersion.Create(SourceText.From(GlobalUsings), VersionStamp.Default))),
            ]);
    }

    private static DocumentInfo InfoOf(ProjectId project, string path, TextLoader loader) =>
        DocumentInfo.Create(DocumentId.CreateNewId(project), Path.GetFileName(path), loader: loader, filePath: path);

    private static IEnumerable<string> ReferencePaths()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        List<string> paths = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == framework)];
        HashSet<string> names = [.. paths.Select(path => Path.GetFileName(path))];
        paths.AddRange(Directory.EnumerateFiles(BuildFacts.Read("AspNetReferences"), "*.dll").Where(path => names.Add(Path.GetFileName(path))));
        return paths;
    }

    private sealed class FileLoader(string path) : TextLoader
    {
        public override Task<TextAndVersion> LoadTextAndVersionAsync(LoadTextOptions options, CancellationToken cancellationToken) =>
            Task.FromResult(TextAndVersion.Create(SourceText.From(File.ReadAllText(path), Encoding.UTF8), VersionStamp.Default, path));
    }
}
