namespace LeakAnalyzer.Package.Tests;

/// <summary>Packing is a function of the sources.</summary>
public class ReproduciblePackTests
{
    [ReproduciblePackFact]
    public Task Packing_The_Analyzer_Twice_Makes_The_Same_Bytes() => PackTwiceAsync(PackageProject.Analyzer, package => [package.File]);

    [ReproduciblePackFact]
    public Task Packing_LeakTest_Twice_Makes_The_Same_Bytes() => PackTwiceAsync(PackageProject.LeakTest, package => [package.File, package.SymbolsFile]);

    private static async Task PackTwiceAsync(PackageProject project, Func<PackedPackage, string[]> files)
    {
        PackedPackage once = await project.PackedAsync();
        // Times in a zip archive count in steps of two seconds.
        await Task.Delay(TimeSpan.FromSeconds(2));
        PackedPackage twice = await project.PackAsync("again");

        foreach ((string first, string second) in files(once).Zip(files(twice)))
        {
            Assert.Equal(await File.ReadAllBytesAsync(first), await File.ReadAllBytesAsync(second));
        }
    }
}

/// <summary>A fact about bytes that NuGet 7.9, which came with the .NET SDK 10.0.400, is the first to promise.</summary>
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
