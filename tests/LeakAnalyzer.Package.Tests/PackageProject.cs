namespace LeakAnalyzer.Package.Tests;

/// <summary>A project of the repository that makes a package.</summary>
internal sealed class PackageProject
{
    public static readonly PackageProject Analyzer = new("LeakAnalyzer", "nuget/LeakAnalyzer/LeakAnalyzer.Package.csproj");

    public static readonly PackageProject LeakTest = new("LeakAnalyzer.LeakTest", "src/LeakAnalyzer.LeakTest/LeakAnalyzer.LeakTest.csproj");

    private static readonly Dictionary<string, PackageProject> s_companions = new[] { "Xunit", "XunitV3", "NUnit", "MSTest" }.ToDictionary(
        framework => framework,
        framework => new PackageProject($"LeakAnalyzer.LeakTest.{framework}", $"src/LeakAnalyzer.LeakTest.{framework}/LeakAnalyzer.LeakTest.{framework}.csproj"));

    private readonly string _id;
    private readonly string _file;
    private readonly Lazy<Task<PackedPackage>> _packed;

    private PackageProject(string id, string file)
    {
        _id = id;
        _file = Path.Combine(BuildFacts.Repository, file);
        _packed = new Lazy<Task<PackedPackage>>(() => PackAsync("source"));
    }

    /// <summary>The leak check's package for a test framework.</summary>
    public static PackageProject LeakTestFor(string framework) => s_companions[framework];

    /// <summary>The package that all tests share; packed on first use.</summary>
    public Task<PackedPackage> PackedAsync() => _packed.Value;

    /// <summary>Packs what the build of the tests has built.</summary>
    public async Task<PackedPackage> PackAsync(string folderName)
    {
        string folder = TestFolder.Create(folderName);
        CommandResult pack = await Dotnet.RunAsync(
            folder,
            "pack", _file, "--no-build", "--configuration", BuildFacts.Configuration, "--output", folder,
            $"-p:PackageVersion={PackedPackage.Version}", $"-p:NuspecOutputPath={TestFolder.Create("nuspec")}");
        pack.MustSucceed();
        if (pack.Output.Contains(": warning "))
        {
            throw pack.Failure("warned");
        }

        return new PackedPackage(_id, folder);
    }
}
