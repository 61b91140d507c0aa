using System.Xml.Linq;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Tests what the analyzer's package contains, and what a project gets when it installs the package.</summary>
public class AnalyzerPackageTests
{
    [Fact]
    public async Task The_Package_Holds_These_Files_And_No_Others()
    {
        PackedPackage package = await PackageProject.Analyzer.PackedAsync();

        Assert.Equal(
            [
                "*.psmdcp",
                "LICENSE",
                "LeakAnalyzer.nuspec",
                "README.md",
                "[Content_Types].xml",
                "_rels/.rels",
                "analyzers/dotnet/cs/LeakAnalyzer.CodeFixes.dll",
                "analyzers/dotnet/cs/LeakAnalyzer.dll",
                "build/LeakAnalyzer.targets",
                "configuration/leakanalyzer.all-errors.globalconfig",
                "configuration/leakanalyzer.all.globalconfig",
                "configuration/leakanalyzer.audit.globalconfig",
                "configuration/leakanalyzer.default-errors.globalconfig",
                "configuration/leakanalyzer.default.globalconfig",
                "configuration/leakanalyzer.none.globalconfig",
                "configuration/leakanalyzer.surest-errors.globalconfig",
                "configuration/leakanalyzer.surest.globalconfig",
                "icon.png",
                "tools/install.ps1",
                "tools/uninstall.ps1",
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

    [Theory]
    [InlineData("https://example.com/owner/leaks.git")]
    [InlineData("https://example.com/owner/leaks")]
    public async Task Where_The_Repository_Has_A_Web_Address_The_Package_And_The_Reports_Lead_There(string address)
    {
        Dictionary<string, string> properties = await PropertiesAsync(address);

        Assert.Equal("https://example.com/owner/leaks", properties["RepositoryUrl"]);
        Assert.Equal("https://example.com/owner/leaks", properties["PackageProjectUrl"]);
        Assert.Equal($"https://example.com/owner/leaks/blob/v{properties["Version"]}/src/LeakAnalyzer/Rules", properties["RulePagesUrl"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("file:///srv/somebody/leaks")]
    [InlineData("https://somebody:secret@example.com/owner/leaks.git")]
    public async Task No_Other_Address_Gets_Into_The_Package(string address)
    {
        Dictionary<string, string> properties = await PropertiesAsync(address == "" ? " " : address);

        Assert.All(["RepositoryUrl", "PackageProjectUrl", "RulePagesUrl"], name => Assert.Equal("", properties[name]));
    }

    /// <summary>Gets the properties of a build in a clone whose remote has this address.</summary>
    private static async Task<Dictionary<string, string>> PropertiesAsync(string address)
    {
        CommandResult build = await Dotnet.RunAsync(
            BuildFacts.Repository,
            "msbuild", "src/LeakAnalyzer/LeakAnalyzer.csproj", "-t:ResolveRulePagesUrl", $"-p:PrivateRepositoryUrl={address}",
            "-getProperty:RepositoryUrl,PackageProjectUrl,RulePagesUrl,Version");
        using var properties = System.Text.Json.JsonDocument.Parse(build.MustSucceed().Output);
        return properties.RootElement.GetProperty("Properties").EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!);
    }
}
