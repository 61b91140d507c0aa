using System.Text.Json;

namespace LeakAnalyzer.Package.Tests;

/// <summary>A project of this repository that creates a package.</summary>
internal sealed class PackageProject
{
    private static readonly Lazy<Task<string>> s_folder = new(() => PackAllAsync("source"));

    public static readonly PackageProject Analyzer = new("LeakAnalyzer", "nuget/LeakAnalyzer/LeakAnalyzer.Package.csproj");

    public static readonly PackageProject LeakTest = OfLeakTest("LeakAnalyzer.LeakTest");

    private static readonly Dictionary<string, PackageProject> s_companions = new[] { "Xunit", "XunitV3", "NUnit", "MSTest" }.ToDictionary(
        framework => framework,
        framework => OfLeakTest($"LeakAnalyzer.LeakTest.{framework}"));

    private readonly string _id;
    private readonly string _file;

    private PackageProject(string id, string file)
    {
        _id = id;
        _file = file;
    }

    /// <summary>Gets the project of the leak check's package for a test framework, such as <c>NUnit</c>.</summary>
    public static PackageProject LeakTestFor(string framework) => s_companions[framework];

    /// <summary>Gets the package. The first call packs all packages of the repository; the tests share them.</summary>
    public async Task<PackedPackage> PackedAsync() => In(await s_folder.Value);

    /// <summary>Gets the package in a folder that <see cref="PackAllAsync"/> has returned.</summary>
    public PackedPackage In(string folder) => new(_id, folder);

    /// <summary>Packs all packages, without building them again, and returns their folder.</summary>
    public static async Task<string> PackAllAsync(string folderName)
    {
        string folder = TestFolder.Create(folderName);
        string filter = Path.Combine(folder, "Packages.slnf");
        await File.WriteAllTextAsync(filter, JsonSerializer.Serialize(new
        {
            solution = new
            {
                path = Path.Combine(BuildFacts.Repository, "LeakAnalyzer.sln"),
                projects = new[] { Analyzer, LeakTest }.Concat(s_companions.Values).Select(project => project._file.Replace('/', '\\')),
            },
        }));
        CommandResult pack = await Dotnet.RunAsync(
            folder,
            "pack", filter, "--no-build", "--configuration", BuildFacts.Configuration, "--output", folder,
            $"-p:PackageVersion={PackedPackage.Version}", $"-p:NuspecOutputPath={TestFolder.Create("nuspec")}");
        pack.MustSucceed();
        if (pack.Output.Contains(": warning "))
        {
            throw pack.Failure("warned");
        }

        return folder;
    }

    private static PackageProject OfLeakTest(string id) => new(id, $"src/{id}/{id}.csproj");
}
