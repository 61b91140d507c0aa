using LeakAnalyzer.Tests.CodeFixes;

namespace LeakAnalyzer.Package.Tests;

/// <summary>What <c>dotnet format</c> makes of a project with reports of all rules, asked for all of them at once.</summary>
public class FormatTests
{
    [Fact]
    public async Task All_Rules_Are_Fixed_In_One_Run_And_The_Same_Way_Each_Time()
    {
        var results = new HashSet<string>();
        for (int run = 0; run < 3; run++)
        {
            using ConsumerProject project = await ConsumerProject.CreateAsync(ProjectKind.Net);
            project.Code = AllRulesCode.Text;
            CommandResult format = await project.DotnetAsync(["format", "analyzers", "--severity", "info", "--verbosity", "detailed", "--diagnostics", .. AllRulesCode.Ids]);
            format.MustSucceed();
            results.Add(project.Code);
            if (run == 0)
            {
                CommandResult build = await project.BuildAsync("--no-restore", "-p:ErrorLog=build.sarif%2Cversion=2.1");
                build.MustSucceed();
                using var log = System.Text.Json.JsonDocument.Parse(project.Read("build.sarif"));
                Assert.Equal([AllRulesCode.Left], new Sarif(log).Results.Select(result => result.GetProperty("ruleId").GetString()).Where(id => id!.StartsWith("LEAK", StringComparison.Ordinal)));
            }
        }

        Assert.Single(results);
    }
}
