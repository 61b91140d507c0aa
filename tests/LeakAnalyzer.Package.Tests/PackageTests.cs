using System.IO.Compression;
using System.Xml.Linq;

namespace LeakAnalyzer.Package.Tests;

/// <summary>What is in the package, and what installing it writes.</summary>
public class PackageTests
{
    [Fact]
    public async Task The_Package_Holds_These_Files_And_No_Others()
    {
        PackedPackage package = await PackedPackage.SharedAsync();

        using ZipArchive archive = ZipFile.OpenRead(package.File);

        // How NuGet names its core properties depends on its version.
        IEnumerable<string> names = archive.Entries
            .Select(entry => entry.FullName.EndsWith(".psmdcp", StringComparison.Ordinal) ? "*.psmdcp" : entry.FullName)
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "*.psmdcp",
                "LeakAnalyzer.nuspec",
                "README.md",
                "[Content_Types].xml",
                "_rels/.rels",
                "analyzers/dotnet/cs/LeakAnalyzer.CodeFixes.dll",
                "analyzers/dotnet/cs/LeakAnalyzer.dll",
                "icon.png",
            ],
            names);
    }

    [Fact]
    public async Task The_Package_Depends_On_Nothing_And_Says_What_It_Is()
    {
        PackedPackage package = await PackedPackage.SharedAsync();

        using ZipArchive archive = ZipFile.OpenRead(package.File);
        using Stream nuspec = archive.GetEntry("LeakAnalyzer.nuspec")!.Open();
        Dictionary<string, string> metadata = XDocument.Load(nuspec).Root!.Elements().Single().Elements()
            .ToDictionary(element => element.Name.LocalName, element => element.Value);

        Assert.DoesNotContain("dependencies", metadata.Keys);
        Assert.Equal("true", metadata["developmentDependency"]);
        Assert.Equal("LeakAnalyzer", metadata["id"]);
        Assert.Equal("MIT", metadata["license"]);
        Assert.Equal("README.md", metadata["readme"]);
        Assert.Equal("icon.png", metadata["icon"]);
        Assert.NotEmpty(metadata["description"]);
        Assert.NotEmpty(metadata["releaseNotes"]);
        Assert.NotEmpty(metadata["tags"]);
    }

    [ReproduciblePackFact]
    public async Task Packing_Twice_Makes_The_Same_Bytes()
    {
        PackedPackage once = await PackedPackage.SharedAsync();
        // Times in a zip archive count in steps of two seconds.
        await Task.Delay(TimeSpan.FromSeconds(2));
        PackedPackage twice = await PackedPackage.PackAsync("again");

        Assert.Equal(await File.ReadAllBytesAsync(once.File), await File.ReadAllBytesAsync(twice.File));
    }

    [Fact]
    public async Task Installing_It_Keeps_It_Private_To_The_Project()
    {
        using ConsumerProject project = await ConsumerProject.CreateWithoutPackageAsync(ProjectKind.Net);

        (await project.DotnetAsync("add", "package", "LeakAnalyzer", "--version", PackedPackage.Version)).MustSucceed();

        XElement reference = Assert.Single(XDocument.Load(project.ProjectFile).Descendants("PackageReference"));
        Assert.Equal("LeakAnalyzer", reference.Attribute("Include")!.Value);
        Assert.Equal("all", reference.Element("PrivateAssets")!.Value);
        CommandResult build = await project.BuildAsync();
        Assert.Equal([$"Loop.cs(12): warning {ConsumerProject.Leak}"], ConsumerProject.Reports(build.MustSucceed()));
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
