namespace LeakAnalyzer.Package.Tests;

/// <summary>A new solution of several projects that reference the package, because one build of all of them is much faster than several.</summary>
internal sealed class ConsumerSolution : FreshProject
{
    private readonly Dictionary<string, ProjectFolder> _projects = [];

    private ConsumerSolution(PackedPackage package)
        : base("consumers", package)
    {
    }

    /// <summary>Creates a solution with one project for each name.</summary>
    public static async Task<ConsumerSolution> CreateAsync(params IEnumerable<(string Name, ProjectKind Kind)> projects)
    {
        var solution = new ConsumerSolution(await PackageProject.Analyzer.PackedAsync());
        foreach ((string name, ProjectKind kind) in projects)
        {
            var project = new ProjectFolder(Directory.CreateDirectory(Path.Combine(solution.Folder, name)).FullName);
            project.Write($"{name}.csproj", kind.WithPackage.ProjectText);
            project.Write("Loop.cs", ConsumerProject.LeakyCode);
            solution._projects.Add(name, project);
        }

        solution.Write("Consumers.slnx", $"""
            <Solution>
              {string.Concat(solution._projects.Keys.Select(name => $"""<Project Path="{name}/{name}.csproj" />"""))}
            </Solution>
            """);
        return solution;
    }

    public IEnumerable<string> Names => _projects.Keys;

    public ProjectFolder this[string name] => _projects[name];

    /// <summary>Gets the reports of one project, in the form of <see cref="ConsumerProject.Reports(CommandResult)"/>.</summary>
    public static IEnumerable<string> Reports(CommandResult build, string name) =>
        ConsumerProject.Reports(build.Output.Split('\n').Where(line => line.Contains(Path.Combine(name, $"{name}.csproj]"), StringComparison.Ordinal)));
}
