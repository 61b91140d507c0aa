using LeakAnalyzer.Tests.CodeFixes;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Tests that <c>dotnet format</c> with the ids of all rules fixes the reports of all rules.</summary>
public class FormatTests
{
    private static readonly string[] s_format = ["format", "analyzers", "--severity", "info", "--verbosity", "detailed", "--diagnostics", .. AllRulesCode.Ids];

    /// <summary>The third of the equal projects is fixed by a command of its own: what else a command fixes must not change the result.</summary>
    /// </summary>
    [Fact]
    public async Task All_Rules_Are_Fixed_In_One_Run_And_The_Same_Way_Each_Time()
    {
        using ConsumerSolution solution = await ConsumerSolution.CreateAsync(("First", ProjectKind.Net), ("Second", ProjectKind.Net));
        using ConsumerProject project = await ConsumerProject.CreateAsync(ProjectKind.Net);
        project.Code = AllRulesCode.Text;
        foreach (string name in solution.Names)
        {
            solution[name].Write("Loop.cs", AllRulesCode.Text);
        }

        (await solution.DotnetAsync(s_format)).MustSucceed();
        (await project.DotnetAsync(s_format)).MustSucceed();

        Assert.All(solution.Names, name => Assert.Equal(project.Code, solution[name].Read("Loop.cs")));
        (await project.BuildAsync("--no-restore", "-p:ErrorLog=build.sarif%2Cversion=2.1")).MustSucceed();
        using var log = System.Text.Json.JsonDocument.Parse(project.Read("build.sarif"));
        Assert.Equal([AllRulesCode.Left], new Sarif(log).Results.Select(result => result.GetProperty("ruleId").GetString()).Where(id => id!.StartsWith("LEAK", StringComparison.Ordinal)));
    }
}
