namespace LeakAnalyzer.Package.Tests;

/// <summary>Tests that assemblies and packages are the same, byte for byte, whenever and wherever the same sources are built.</summary>
public class ReproduciblePackTests
{
    [ReproduciblePackFact]
    public async Task Packing_Twice_Makes_The_Same_Bytes()
    {
        PackedPackage[] once = [await PackageProject.Analyzer.PackedAsync(), await PackageProject.LeakTest.PackedAsync()];
        // A zip archive stores times in steps of two seconds.
        await Task.Delay(TimeSpan.FromSeconds(2));
        string again = await PackageProject.PackAllAsync("again");

        Assert.All(
            [once[0].File, once[1].File, once[1].SymbolsFile],
            file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(again, Path.GetFileName(file)))));
    }

    /// <summary>Neither the order in which the source generators run nor the folder of the sources may change the assemblies.</summary>
    [Fact]
    public async Task Building_In_Two_Folders_Makes_The_Same_Bytes()
    {
        byte[][] one = await BuildCopyAsync("one");
        byte[][] other = await BuildCopyAsync("other");

        Assert.Equal(one[0], other[0]);
        Assert.Equal(one[1], other[1]);
    }

    /// <summary>Builds a copy of the sources, and returns the bytes of the two assemblies.</summary>
    private static async Task<byte[][]> BuildCopyAsync(string name)
    {
        string folder = TestFolder.Create(name);
        foreach (string file in Directory.EnumerateFiles(BuildFacts.Repository, "Directory.*").Append(Path.Combine(BuildFacts.Repository, ".editorconfig")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        foreach (string project in (string[])["LeakAnalyzer", "LeakAnalyzer.CodeFixes"])
        {
            string source = Path.Combine(BuildFacts.Repository, "src", project);
            foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                string relative = Path.GetRelativePath(source, file);
                if (relative.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
                {
                    string copy = Path.Combine(folder, "src", project, relative);
                    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                    File.Copy(file, copy);
                }
            }
        }

        string fixes = Path.Combine(folder, "src", "LeakAnalyzer.CodeFixes");
        // In a Git clone the build maps the folder by itself, but this copy isn't a clone.
        (await Dotnet.RunAsync(fixes, "build", "--configuration", BuildFacts.Configuration, $"-p:PathMap={folder}=/_/")).MustSucceed();
        string output = Path.Combine(fixes, "bin", BuildFacts.Configuration, "netstandard2.0");
        byte[][] built = [.. new[] { "LeakAnalyzer.dll", "LeakAnalyzer.CodeFixes.dll" }.Select(assembly => File.ReadAllBytes(Path.Combine(output, assembly)))];
        TestFolder.Delete(folder);
        return built;
    }
}

/// <summary>A test that is skipped with a .NET SDK before 10.0.400, because its packages aren't reproducible.</summary>
internal sealed class ReproduciblePackFactAttribute : FactAttribute
{
    public ReproduciblePackFactAttribute()
    {
        if (BuildFacts.SdkVersion < new Version(10, 0, 400))
        {
            Skip = $"NuGet of the .NET SDK {BuildFacts.SdkVersion} writes times and a random name into a package.";
        }
    }
}
