using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Tests that each rule's page agrees with the rule's descriptor, and with what the analyzer reports in the page's code.</summary>
public partial class RulePageTests
{
    private static readonly string[] s_sections =
        ["Cause", "Why it leaks", "Code that leaks", "The fix", "Cases deliberately not flagged", "Options", "How to suppress"];

    /// <summary>The sections of the page of LEAK000, which is about options.</summary>
    private static readonly string[] s_sectionsOfOptions = ["Cause", "The fix", "Options", "How to suppress"];

    private static readonly ImmutableArray<DiagnosticDescriptor> s_rules = new TaskLeakAnalyzer().SupportedDiagnostics;

    public static TheoryData<string> Ids() => [.. s_rules.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_Rule_Has_A_Page_With_Its_Title_And_All_Sections(string id)
    {
        RulePage page = Page(id);

        Assert.Equal($"{id}: {Rule(id).Title}", page.Title);
        Assert.Equal(id == UnusableOption.Id ? s_sectionsOfOptions : s_sections, page.Sections);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_Code_On_A_Page_Compiles_And_Leaks_Where_It_Says_So(string id)
    {
        RulePage page = Page(id);

        Assert.All(page.Blocks, block => Assert.True(block.Rule is null || s_rules.Any(rule => rule.Id == block.Rule), block.Code));
        foreach (CodeBlock block in page.Blocks)
        {
            ImmutableArray<Diagnostic> reports = await Verify.Reports(block.AsFile(), Setup.Default with { References = TestReferences.Hosting, ShowsAudit = !Rule(id).IsEnabledByDefault });
            string[] expected = block.Rule is { } rule ? [rule] : [];
            Assert.True(expected.SequenceEqual(reports.Select(report => report.Id).Distinct()), $"{string.Join("\n", reports)}\n{block.Code}");
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_Page_Shows_A_Leak_And_What_Is_None(string id)
    {
        if (id == UnusableOption.Id)
        {
            return;
        }

        RulePage page = Page(id);

        Assert.Contains(page.Blocks, block => block.Rule == id);
        Assert.Contains(page.Blocks, block => block.Rule is null);
    }

    [Fact]
    public void The_Table_In_The_Readme_Says_What_The_Descriptors_Say()
    {
        string readme = RepositoryFiles.Text("README.md") ?? throw new FileNotFoundException("README.md");
        string[] rows = [.. Row().Matches(readme.ReplaceLineEndings("\n")).Select(match => match.Value)];

        Assert.Equal(
            s_rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(rule =>
                $"| [{rule.Id}](src/LeakAnalyzer/Rules/{RuleFiles.NameOf(rule.Id)}.md) | {RuleFiles.SeverityOf(rule)} | {rule.Title} |"),
            rows);
    }

    [Fact]
    public void A_Title_Has_No_Period_And_An_Id_Of_The_House() => Assert.All(s_rules, rule =>
    {
        Assert.Matches(@"^LEAK\d{3}$", rule.Id);
        Assert.DoesNotMatch(@"\.$", rule.Title.ToString());
        Assert.NotEmpty(rule.Description.ToString());
    });

    [Fact]
    public void The_Reader_Of_Pages_Reads_Titles_Sections_And_Blocks()
    {
        RulePage page = RulePage.Parse(
            """
            # LEAK001: A title

            ## Cause
            ```csharp
            // LEAK001
            # not a heading
            ## nor this
            ```
            ## The fix
            ```ini
            a = b
            ```
              ```csharp
              void M() { }
              ```
            """);

        Assert.Equal("LEAK001: A title", page.Title);
        Assert.Equal(["Cause", "The fix"], page.Sections);
        Assert.Equal(["LEAK001", null], page.Blocks.Select(block => block.Rule));
    }

    [Theory]
    [InlineData("class A { }", "class A { }")]
    [InlineData("using System;\nnamespace N;\nclass A { }", "using System;\nnamespace N;\nclass A { }")]
    [InlineData("void M() { }", "partial class Example\n{\nvoid M() { }\n}")]
    [InlineData("private int _x;\npublic int M() => _x;", "partial class Example\n{\nprivate int _x;\npublic int M() => _x;\n}")]
    public void A_Block_Of_Members_Is_Put_In_A_Class(string code, string file) => Assert.Equal(file, new CodeBlock(code).AsFile());

    private static RulePage Page(string id) => RulePage.Parse(
        RepositoryFiles.Text($"src/LeakAnalyzer/Rules/{RuleFiles.NameOf(id)}.md") ?? throw new FileNotFoundException($"The page of {id}"));

    private static DiagnosticDescriptor Rule(string id) => s_rules.Single(rule => rule.Id == id);

    [GeneratedRegex(@"^\| \[LEAK\d{3}\].*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
