using System.Xml.Linq;

namespace LeakAnalyzer.Package.Tests;

/// <summary>What is in the analyzer's package, and what installing it writes.</summary>
public class AnalyzerPackageTests
{
    [Fact]
    public async Task The_Package_Holds_These_Files_And_No_Others()
    {
        PackedPackage package = await PackageProject.Analyzer.PackedAsync();

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
            package.FileNames());
    }

    [Fact]
    public async Task The_Package_Depends_On_Nothing_And_Says_What_It_Is()
    {
        PackedPackage package = await PackageProject.Analyzer.PackedAsync();

        Dictionary<string, string> metadata = package.Metadata();

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
