using System.Collections.Immutable;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Tests, with each Roslyn that the tests run on, that no rule reports the code of the project LeakAnalyzer.ValidCode.</summary>
public class ValidCodeTests
{
    private const string Usings = "global using System.Net.Http;";

    [Fact]
    public Task Every_Rule_Is_Silent_On_Real_Looking_Code()
    {
        ImmutableArray<string> files = [.. Directory.EnumerateFiles(Folder, "*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

        Assert.InRange(files.Length, 10, 30);
        return Verify.Silent(Usings, Setup.Default with { OtherSources = files, References = TestReferences.Hosting, Rules = RuleTest.AllRules });
    }

    [Fact]
    public void Each_File_Says_Which_Rules_It_Is_Near_To() => Assert.All(
        Directory.EnumerateFiles(Folder, "*.cs"),
        file => Assert.Matches(@"\A// Close to what LEAK\d{3}", File.ReadAllText(file)));

    private static string Folder => Path.Combine(BuildFacts.RepositoryRoot, "tests", "LeakAnalyzer.ValidCode");
}
