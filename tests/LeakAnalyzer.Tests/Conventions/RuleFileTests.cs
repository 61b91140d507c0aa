using System.Text.RegularExpressions;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Tests that each rule has all its files, and is in all lists and tables that must contain it.</summary>
public partial class RuleFileTests
{
    private const string Folder = "src/LeakAnalyzer/Rules";

    private static readonly string[] s_files =
        [.. Directory.EnumerateFiles(Path.Combine(BuildFacts.RepositoryRoot, Folder), "LEAK*").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_List_Of_The_Rules_Has_Each_Class_Of_A_Rule_In_Order() =>
        Assert.Equal(RuleFiles.Classes.Keys.Order(StringComparer.Ordinal), AllRules.Descriptors.Select(rule => rule.Id));

    [Fact]
    public void A_Rule_Has_A_Source_And_A_Page_Of_Its_Id_And_Name() => Assert.Equal(
        AllRules.Descriptors.Select(rule => RuleFiles.NameOf(rule.Id)).SelectMany(name => new[] { $"{name}.cs", $"{name}.md" }).Order(StringComparer.Ordinal),
        s_files);

    [Fact]
    public void A_Rule_Links_To_Its_Page() => Assert.All(
        AllRules.Descriptors.Where(rule => !string.IsNullOrEmpty(rule.HelpLinkUri)),
        rule => Assert.EndsWith($"/{Folder}/{RuleFiles.NameOf(rule.Id)}.md", rule.HelpLinkUri, StringComparison.Ordinal));

    [Fact]
    public void The_Releases_Say_What_The_Descriptors_Say() => Assert.Equal(
        AllRules.Descriptors.Select(rule =>
            $"{rule.Id} | {rule.Category} | {(rule.IsEnabledByDefault ? rule.DefaultSeverity.ToString() : "Disabled")} | {rule.Title}"),
        from file in new[] { "Shipped", "Unshipped" }
        from Match row in Release().Matches(Text($"src/LeakAnalyzer/AnalyzerReleases.{file}.md"))
        orderby row.Value
        select row.Value);

    [Fact]
    public void The_Contract_Has_A_Row_And_A_Paragraph_For_Each_Rule_About_Code()
    {
        string contract = Text($"{Folder}/RULES.md");

        Assert.All(AllRules.Descriptors.Where(rule => rule.Id != UnusableOption.Id), rule =>
        {
            Assert.Matches($@"(?m)^\| \[{rule.Id}\]\({RuleFiles.NameOf(rule.Id)}\.md\) \| {RuleFiles.SeverityOf(rule)}\b", contract);
            Assert.Matches($@"(?m)^\*\*{rule.Id}\*\*", contract);
        });
    }

    private static string Text(string path) => (RepositoryFiles.Text(path) ?? throw new FileNotFoundException(path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^LEAK\d{3} \| .*$", RegexOptions.Multiline)]
    private static partial Regex Release();
}
