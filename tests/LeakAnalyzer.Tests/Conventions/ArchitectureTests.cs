using System.Text.RegularExpressions;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>Tests that ARCHITECTURE.md agrees with the code.</summary>
public partial class ArchitectureTests
{
    private const string Map = "src/LeakAnalyzer/ARCHITECTURE.md";

    /// <summary>Gets the Markdown pages whose links are checked.</summary>
    public static TheoryData<string> Pages =>
        ["README.md", .. RepositoryFiles.Texts().Keys.Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal))];

    [Fact]
    public void The_Rooms_Are_Those_That_The_Borders_Are_Guarded_Of_In_Their_Order() =>
        Assert.Equal(RoomBorders.Rooms, Folders().Where(folder => !folder.StartsWith("..", StringComparison.Ordinal)).Select(folder => folder.Replace('/', '.')));

    [Fact]
    public void The_Rooms_Are_The_Folders_Of_The_Analyzer() => Assert.Equal(
        FoldersBelow("src/LeakAnalyzer"),
        RoomBorders.Rooms.Select(room => room.Replace('.', '/')).Order(StringComparer.Ordinal));

    [Fact]
    public void The_Folders_Of_The_Fixes_Are_Those_That_There_Are() => Assert.Equal(
        FoldersBelow("src/LeakAnalyzer.CodeFixes"),
        Folders().Where(folder => folder.StartsWith("..", StringComparison.Ordinal)).Select(folder => folder[(folder.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_A_Page_Links_To_Exists(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(BuildFacts.RepositoryRoot, page))!;
        string[] missing =
        [
            .. from Match link in Link().Matches(Text(page))
               let target = link.Groups["target"].Value
               where !target.Contains("://", StringComparison.Ordinal)
               where !Path.Exists(Path.Combine(folder, target))
               select target,
        ];

        Assert.Empty(missing);
    }

    /// <summary>A file that ARCHITECTURE.md names without a link could be missing, and no test would notice.</summary>
    [Fact]
    public void The_Map_Names_Files_By_Links_And_Each_By_Its_Name()
    {
        string text = Text(Map);

        Assert.DoesNotContain(NamedFile().Matches(text), match => !match.Value.Contains("LEAK012", StringComparison.Ordinal));
        Assert.All(Link().Matches(text).Where(link => link.Groups["name"].Value.EndsWith(".cs", StringComparison.Ordinal)), link =>
            Assert.Equal(link.Groups["name"].Value, Path.GetFileName(link.Groups["target"].Value)));
    }

    [Fact]
    public void The_Readme_Points_To_The_Map() =>
        Assert.Contains(Link().Matches(Text("README.md")), link => link.Groups["target"].Value == Map);

    /// <summary>Gets the folders that the tables of ARCHITECTURE.md link to in their first cells.</summary>
    private static IEnumerable<string> Folders() =>
        Row().Matches(Text(Map)).Select(row => row.Groups["target"].Value).Where(target => !Path.HasExtension(target));

    private static IEnumerable<string> FoldersBelow(string project) => RepositoryFiles.Sources(project).Keys
        .Where(path => path.Contains('/')).Select(path => path[..path.LastIndexOf('/')]).Distinct().Order(StringComparer.Ordinal);

    private static string Text(string path) => (RepositoryFiles.Text(path) ?? throw new FileNotFoundException(path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"\[(?<name>[^\]\n]+)\]\((?<target>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?m)^\| \[[^\]]+\]\((?<target>[^)]+)\) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"`[\w/.{}]+\.cs`")]
    private static partial Regex NamedFile();
}
