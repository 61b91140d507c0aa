using System.Text.RegularExpressions;

namespace LeakAnalyzer.Tests.Conventions;

public partial class MachinePathTests
{
    [Fact]
    public void No_Text_Of_The_Repository_Holds_A_Path_Of_A_Machine()
    {
        string[] found = [.. RepositoryFiles.Texts().SelectMany(text => MachinePath().Matches(text.Value).Select(match => $"{text.Key}: {match.Value}"))];

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("see /ho" + "me/somebody/project", true)]
    [InlineData("\"/wo" + "rk/main\"", true)]
    [InlineData("(/tm" + "p/out)", true)]
    [InlineData("C:\\Use" + "rs\\somebody", true)]
    [InlineData("/Use" + "rs/somebody", true)]
    [InlineData("https://example.org/home/page", false)]
    [InlineData("src/work/item", false)]
    [InlineData("/0/Test0.cs", false)]
    [InlineData("either/or, tmp/x", false)]
    public void A_Path_Of_A_Machine_Is_Told_From_Others(string text, bool isFound) => Assert.Equal(isFound, MachinePath().IsMatch(text));

    [GeneratedRegex(@"(?<![\w.:/~-])/(?:home|root|work|tmp|Users|mnt|opt|var)/[\w.-]+|\b[A-Za-z]:\\{1,2}(?:Users|src|work|repos)\\")]
    private static partial Regex MachinePath();
}
