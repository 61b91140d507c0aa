using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LeakAnalyzer.CodeFixes;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Options;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Tests that the texts and configurations in the analyzer's package agree with the rules' descriptors.</summary>
public partial class PackageTextTests
{
    private const string Folder = "nuget/LeakAnalyzer";

    /// <summary>The rules of the mode <c>surest</c>, which report only what is a leak whatever the callers do.</summary>
    private static readonly string[] s_surest = [UngovernedWait.Id, SourceNotCancelled.Id, EndlessLoop.Id, LostLinkedSource.Id];

    private static readonly ImmutableArray<DiagnosticDescriptor> s_rules = [.. AllRules.Descriptors.OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    private static readonly ImmutableArray<string> s_fixable = new LeakFix().FixableDiagnosticIds;

    /// <summary>The values of the MSBuild property LeakAnalyzerMode, each with the severity that its configuration file gives to a rule.</summary>
    private static readonly Dictionary<string, Func<DiagnosticDescriptor, string>> s_modes = new()
    {
        ["none"] = _ => "none",
        ["surest"] = rule => s_surest.Contains(rule.Id) ? "warning" : "none",
        ["default"] = ByDefault,
        ["all"] = rule => rule.IsEnabledByDefault ? "warning" : "none",
        ["audit"] = _ => "warning",
        ["surest-errors"] = rule => s_surest.Contains(rule.Id) ? "error" : "none",
        ["default-errors"] = rule => ByDefault(rule) is "warning" ? "error" : ByDefault(rule),
        ["all-errors"] = rule => rule.IsEnabledByDefault ? "error" : "none",
    };

    public static TheoryData<string> Modes => [.. s_modes.Keys];

    public static TheoryData<string> Ids => [.. s_rules.Select(rule => rule.Id)];

    [Fact]
    public void The_Table_In_The_Readme_Says_What_The_Descriptors_Say() => Assert.Equal(
        s_rules.Select(rule => $"| {rule.Id} | {RuleFiles.SeverityOf(rule)} | {rule.Title} | {(s_fixable.Contains(rule.Id) ? "yes" : "no")} |"),
        Rows(Text("README.md"), "| LEAK"));

    [Fact]
    public void The_Release_Notes_Name_Each_Rule() => Assert.Equal(
        s_rules.Select(rule => $"- {rule.Id} ({RuleFiles.SeverityOf(rule)}): {rule.Title}{(s_fixable.Contains(rule.Id) ? "; with a fix" : "")}."),
        Rows(Text("RELEASE-NOTES.txt"), "- LEAK"));

    [Theory]
    [InlineData("README.md")]
    [InlineData(Folder + "/README.md")]
    public void A_Readme_Names_Each_Option_And_No_Other(string page) => Assert.Equal(
        new[] { OptionKeys.OpenEndedWaits, OptionKeys.FireAndForgetMethods, OptionKeys.LifetimeTokens, OptionKeys.ReportExplicitNone },
        OptionRow().Matches(RepositoryFiles.Text(page)!).Select(row => row.Groups["key"].Value));

    [Fact]
    public void The_Readme_Names_The_Key_Of_Each_Action() =>
        Assert.All(Enum.GetNames<FixKind>(), key => Assert.Contains($"`{key}`", RepositoryFiles.Text("README.md")));

    [Fact]
    public void Each_Mode_Has_A_Configuration() => Assert.Equal(
        s_modes.Keys.Select(mode => $"leakanalyzer.{mode}.globalconfig").Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(BuildFacts.RepositoryRoot, Folder, "configuration")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_Readme_And_The_Warning_About_An_Unknown_Mode_Name_The_Mode(string mode)
    {
        Assert.Contains($"`{mode}`", Text("README.md"));
        Assert.Matches($@"it is none of [^""]*\b{mode}(?![\w-])", Text("build/LeakAnalyzer.targets"));
    }

    /// <summary>If a mode set the severity of LEAK000, those of its reports that are only suggestions would become warnings or errors.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void A_Mode_Sets_Each_Rule(string mode) => Assert.Equal(
        s_rules.Where(rule => rule.Id != UnusableOption.Id || mode == "none").Select(rule => $"dotnet_diagnostic.{rule.Id}.severity = {s_modes[mode](rule)}"),
        Rows(Text($"configuration/leakanalyzer.{mode}.globalconfig"), "dotnet_"));

    [Theory]
    [MemberData(nameof(Modes))]
    public void What_The_User_Sets_Wins(string mode) => Assert.Equal(
        ["is_global = true", "global_level = -100"],
        Rows(Text($"configuration/leakanalyzer.{mode}.globalconfig"), "is_global").Concat(Rows(Text($"configuration/leakanalyzer.{mode}.globalconfig"), "global_level")));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_Description_Says_How_To_Suppress_A_Report_As_The_Page_Does(string id)
    {
        string description = s_rules.Single(rule => rule.Id == id).Description.ToString();
        string page = RepositoryFiles.Text($"src/LeakAnalyzer/Rules/{RuleFiles.NameOf(id)}.md")!;
        string[] ways = id == UnusableOption.Id ? [$"dotnet_diagnostic.{id}.severity = none"] : [$"#pragma warning disable {id}", $"dotnet_diagnostic.{id}.severity = none"];

        Assert.All(ways, way => Assert.Contains(way, description));
        Assert.All(ways, way => Assert.Contains(way, page));
    }

    [Fact]
    public void The_Rules_About_Code_Have_One_Category_And_That_About_Options_Another()
    {
        Assert.Equal("LeakAnalyzer", Assert.Single(s_rules.Where(rule => rule.Id != UnusableOption.Id).Select(rule => rule.Category).Distinct()));
        Assert.Equal("LeakAnalyzerOptions", s_rules.Single(rule => rule.Id == UnusableOption.Id).Category);
        Assert.Contains("dotnet_analyzer_diagnostic.category-LeakAnalyzer.severity", Text("README.md"));
    }

    private static string ByDefault(DiagnosticDescriptor rule) => RuleFiles.SeverityOf(rule) is var severity && severity == "off" ? "none" : severity;

    private static string Text(string file) =>
        RepositoryFiles.Text($"{Folder}/{file}") ?? throw new FileNotFoundException(file);

    private static IEnumerable<string> Rows(string text, string start) =>
        text.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal));

    [GeneratedRegex(@"^\| `(?<key>leak_analyzer\.\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex OptionRow();
}
