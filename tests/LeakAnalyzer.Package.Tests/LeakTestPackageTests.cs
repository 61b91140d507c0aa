using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Tests the package of the leak check: what it contains, and that it works in a user's test project.</summary>
public partial class LeakTestPackageTests
{
    private const string Assembly = "lib/net8.0/LeakAnalyzer.LeakTest.dll";
    private const string Documentation = "lib/net8.0/LeakAnalyzer.LeakTest.xml";
    private const string Symbols = "lib/net8.0/LeakAnalyzer.LeakTest.pdb";

    [Fact]
    public async Task The_Packages_Hold_These_Files_And_No_Others()
    {
        PackedPackage package = await PackageProject.LeakTest.PackedAsync();

        Assert.Equal(
            ["*.psmdcp", "LICENSE", "LeakAnalyzer.LeakTest.nuspec", "README.md", "[Content_Types].xml", "_rels/.rels", "icon.png", Assembly, Documentation],
            package.FileNames());
        Assert.Equal(["*.psmdcp", "LeakAnalyzer.LeakTest.nuspec", "[Content_Types].xml", "_rels/.rels", Symbols], package.SymbolsFileNames());
    }

    [Fact]
    public async Task The_Package_Depends_On_Nothing_And_Says_What_It_Is()
    {
        Dictionary<string, string> metadata = (await PackageProject.LeakTest.PackedAsync()).Metadata();

        // The target framework is listed, but no package.
        Assert.Equal("", metadata["dependencies"]);
        Assert.DoesNotContain("developmentDependency", metadata.Keys);
        Assert.Equal("LeakAnalyzer.LeakTest", metadata["id"]);
        Assert.Equal("MIT", metadata["license"]);
        Assert.Equal("README.md", metadata["readme"]);
        Assert.Equal("icon.png", metadata["icon"]);
        Assert.NotEmpty(metadata["description"]);
        Assert.NotEmpty(metadata["releaseNotes"]);
        Assert.NotEmpty(metadata["tags"]);
    }

    [Theory]
    [InlineData("Xunit", "xunit.extensibility.execution")]
    [InlineData("XunitV3", "xunit.v3.extensibility.core")]
    [InlineData("NUnit", "NUnit")]
    [InlineData("MSTest", "MSTest.TestFramework")]
    public async Task The_Package_For_A_Framework_Depends_On_That_And_On_The_Check_Alone(string framework, string frameworkPackage)
    {
        PackedPackage package = await PackageProject.LeakTestFor(framework).PackedAsync();

        Assert.Equal(new[] { "LeakAnalyzer.LeakTest", frameworkPackage }.Order(), package.Dependencies().Order());
        Assert.Contains($"lib/net8.0/LeakAnalyzer.LeakTest.{framework}.dll", package.FileNames());
    }

    [Fact]
    public async Task Each_Public_Member_Is_Documented()
    {
        PackedPackage package = await PackageProject.LeakTest.PackedAsync();

        using var file = new MemoryStream(PackedPackage.Read(package.File, Documentation));
        string[] documented = [.. XDocument.Load(file).Descendants("member").Select(member => member.Attribute("name")!.Value)];

        string declared = File.ReadAllText(Path.Combine(BuildFacts.Repository, "src", "LeakAnalyzer.LeakTest", "PublicAPI.Unshipped.txt"))
            + File.ReadAllText(Path.Combine(BuildFacts.Repository, "src", "LeakAnalyzer.LeakTest", "PublicAPI.Shipped.txt"));
        string[] types = [.. TypeLine().Matches(declared).Select(line => line.Groups["type"].Value)];
        Assert.Contains("LeakAnalyzer.LeakTest.LeakCheck", types);
        Assert.All(types, type => Assert.Contains($"T:{type}", documented));
        Assert.Contains("M:LeakAnalyzer.LeakTest.LeakCheck.NoneAsync(System.Func{System.Threading.Tasks.Task},LeakAnalyzer.LeakTest.LeakCheckOptions)", documented);
        Assert.Contains("P:LeakAnalyzer.LeakTest.LeakCheckOptions.Timeout", documented);
    }

    [Fact]
    public async Task The_Symbols_Belong_To_The_Assembly_And_Name_No_Path_Of_This_Machine()
    {
        PackedPackage package = await PackageProject.LeakTest.PackedAsync();
        using var image = new PEReader(new MemoryStream(PackedPackage.Read(package.File, Assembly)));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(
            new MemoryStream(PackedPackage.Read(package.SymbolsFile, Symbols)));
        MetadataReader symbols = provider.GetMetadataReader();

        DebugDirectoryEntry entry = Assert.Single(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.CodeView);
        CodeViewDebugDirectoryData codeView = image.ReadCodeViewDebugDirectoryData(entry);
        Assert.Equal(codeView.Guid, new BlobContentId(symbols.DebugMetadataHeader!.Id).Guid);
        Assert.Matches("^/_/.*/LeakAnalyzer.LeakTest.pdb$", codeView.Path);

        string[] sources = [.. symbols.Documents.Select(document => symbols.GetString(symbols.GetDocument(document).Name))];
        Assert.Contains("/_/src/LeakAnalyzer.LeakTest/LeakCheck.cs", sources);
        Assert.All(sources, source => Assert.StartsWith("/_/", source));
    }

    [Fact]
    public async Task In_A_Fresh_Test_Project_The_Readme_Holds()
    {
        string[] blocks = [.. CodeBlock().Matches(PackageReadme(await PackageProject.LeakTest.PackedAsync())).Select(block => block.Groups["code"].Value)];
        using LeakTestProject project = await LeakTestProject.CreateAsync();
        project.Write("Importer.cs", blocks.Single(block => block.Contains("class Importer(")));
        project.Write("ImporterTests.cs", blocks.Single(block => block.Contains("class ImporterTests")));

        CommandResult test = await project.DotnetAsync("test");

        string output = test.MustFail().Output.ReplaceLineEndings("\n").Replace(project.Folder + Path.DirectorySeparatorChar, "");
        Assert.Contains("Failed ImporterTests.An_Import_Leaves_Nothing_Behind [", output);
        Assert.Contains("Failed:     1, Passed:     1,", output);
        Assert.Contains(blocks.Single(block => block.StartsWith("LeakAnalyzer.LeakTest.LeakException", StringComparison.Ordinal)), output);
    }

    private static string PackageReadme(PackedPackage package) =>
        Encoding.UTF8.GetString(PackedPackage.Read(package.File, "README.md")).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^```(csharp)?\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^(?<type>[\w.]+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
