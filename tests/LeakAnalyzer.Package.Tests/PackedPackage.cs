namespace LeakAnalyzer.Package.Tests;

/// <summary>The package as this run of the tests packed it, in a folder that serves as a package source.</summary>
internal sealed class PackedPackage
{
    private static readonly Lazy<Task<PackedPackage>> s_shared = new(() => PackAsync("source"));

    private PackedPackage(string file) => File = file;

    /// <summary>A version that no earlier run had, so that no cache can answer with an older package.</summary>
    public static string Version { get; } = $"0.0.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    /// <summary>The one that all tests share; packed on first use.</summary>
    public static Task<PackedPackage> SharedAsync() => s_shared.Value;

    public string File { get; }

    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>Packs what the build of the tests has built.</summary>
    public static async Task<PackedPackage> PackAsync(string folderName)
    {
        string folder = TestFolder.Create(folderName);
        CommandResult pack = await Dotnet.RunAsync(
            folder,
            "pack", BuildFacts.PackageProject, "--no-build", "--configuration", BuildFacts.Configuration, "--output", folder,
            $"-p:PackageVersion={Version}", $"-p:NuspecOutputPath={TestFolder.Create("nuspec")}");
        pack.MustSucceed();
        if (pack.Output.Contains(": warning "))
        {
            throw pack.Failure("warned");
        }

        return new PackedPackage(Path.Combine(folder, $"LeakAnalyzer.{Version}.nupkg"));
    }
}
