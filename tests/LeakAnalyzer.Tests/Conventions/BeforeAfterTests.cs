using System.Text.RegularExpressions;
using LeakAnalyzer.Rules;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Tests that the code on the page BEFORE-AFTER.md is that of the samples OrderService and OrderService.Fixed.</summary>
public partial class BeforeAfterTests
{
    private static readonly string s_page = RepositoryFiles.Text("src/LeakAnalyzer/Rules/BEFORE-AFTER.md")!.ReplaceLineEndings("\n");

    [Fact]
    public void Each_Rule_With_A_Fix_Has_A_Section_With_Its_Title() => Assert.Equal(
        AllRules.Descriptors.Where(rule => AllRules.FixableIds.Contains(rule.Id)).Select(rule => $"## [{rule.Id}]({RuleFiles.NameOf(rule.Id)}.md): {rule.Title}"),
        Sections().Select(section => section.Groups["head"].Value));

    [Fact]
    public void What_Stands_Before_Is_In_The_Sample_And_Marked_And_What_Stands_After_In_Its_Twin()
    {
        string leaky = Squeezed(RepositoryFiles.Sources("samples/OrderService"));
        string twin = Squeezed(RepositoryFiles.Sources("samples/OrderService.Fixed"));

        Assert.All(Sections(), section =>
        {
            string[] blocks = [.. Block().Matches(section.Value).Select(block => block.Groups["code"].Value)];
            Assert.Equal(2, blocks.Length);
            Assert.Contains($"// {section.Groups["id"].Value}", blocks[0]);
            Assert.All(PiecesOf(blocks[0]), piece => Assert.Contains(piece, leaky));
            Assert.All(PiecesOf(blocks[1]), piece => Assert.Contains(piece, twin));
        });
    }

    private static IEnumerable<Match> Sections() => Section().Matches(s_page);

    /// <summary>Splits a code block at its empty lines, where the sample may have other code.</summary>
    private static IEnumerable<string> PiecesOf(string block) => block.Split("\n\n").Select(Squeezed);

    private static string Squeezed(IReadOnlyDictionary<string, string> files) => Squeezed(string.Join("\n", files.Values));

    private static string Squeezed(string code) => Space().Replace(code, " ").Trim();

    [GeneratedRegex(@"^(?<head>## \[(?<id>LEAK\d{3})\][^\n]*)$.*?^</table>$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
