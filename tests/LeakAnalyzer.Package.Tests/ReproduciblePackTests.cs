namespace LeakAnalyzer.Package.Tests;

/// <summary>Tests that packing depends only on the sources.</summary>
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
}

/// <summary>A test of bytes that only NuGet 7.9, which came with the .NET SDK 10.0.400, and later versions promise.</summary>
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
