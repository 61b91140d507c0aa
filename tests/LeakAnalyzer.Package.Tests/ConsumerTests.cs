using System.Text.Json;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Tests the installed package with commands such as <c>dotnet build</c>, in each kind of project.</summary>
public class ConsumerTests
{
    private const string Warning = $"Loop.cs(12): warning {ConsumerProject.Leak}";
    private const string Error = $"Loop.cs(12): error {ConsumerProject.Leak}";

    private static readonly (string Name, ProjectKind Kind)[] s_kinds =
        [("Net", ProjectKind.Net), ("NetStandard", ProjectKind.NetStandard), ("OldLanguage", ProjectKind.OldLanguage)];

    [Fact]
    public async Task A_Build_Warns_Once_And_Logs_The_Rule_And_Dotnet_Format_Fixes_It()
    {
        using ConsumerSolution solution = await ConsumerSolution.CreateAsync(s_kinds);

        CommandResult build = await solution.BuildAsync("-p:ErrorLog=build.sarif%2Cversion=2.1");

        build.MustSucceed();
        Assert.All(solution.Names, name =>
        {
            Assert.Equal([Warning], ConsumerSolution.Reports(build, name));
            AssertLog(solution[name].Read("build.sarif"));
        });

        CommandResult format = await solution.DotnetAsync(
            "format", "analyzers", "--no-restore", "--diagnostics", ConsumerProject.Leak, "--severity", "warn", "--verbosity", "detailed");

        format.MustSucceed();
        Assert.All(solution.Names, name =>
        {
            string code = solution[name].Read("Loop.cs");
            if (code == ConsumerProject.LeakyCode)
            {
                throw format.Failure($"changed nothing in {name}");
            }

            Assert.Contains("finally", code);
            Assert.Contains(".Cancel();", code);
        });
        build = await solution.BuildAsync("--no-restore");
        Assert.Empty(ConsumerProject.Reports(build.MustSucceed()));
    }

    [Fact]
    public async Task A_Build_Can_Be_Made_To_Fail_And_A_File_Can_Be_Silenced()
    {
        using ConsumerSolution solution = await ConsumerSolution.CreateAsync(s_kinds);
        foreach (string name in solution.Names)
        {
            solution[name].Write("Configured.cs", ConsumerProject.LeakyCode.Replace("class Loop", "class Configured"));
            solution[name].Write("Pragma.cs", $"#pragma warning disable {ConsumerProject.Leak}\n{ConsumerProject.LeakyCode.Replace("class Loop", "class Pragma")}");
            solution[name].Write(".editorconfig", $"[Configured.cs]\ndotnet_diagnostic.{ConsumerProject.Leak}.severity = none\n");
        }

        CommandResult build = await solution.BuildAsync($"-warnaserror:{ConsumerProject.Leak}");
        build.MustFail();
        Assert.All(solution.Names, name => Assert.Equal([Error], ConsumerSolution.Reports(build, name)));

        build = await solution.BuildAsync("--no-restore", "--no-incremental", $"-p:WarningsAsErrors={ConsumerProject.Leak}");
        build.MustFail();
        Assert.All(solution.Names, name => Assert.Equal([Error], ConsumerSolution.Reports(build, name)));
    }

    [Fact]
    public async Task A_Bad_Option_Is_Told()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(ProjectKind.Net);
        project.Write(".editorconfig", """
            [*.cs]
            leak_analyzer.open_ended_wait = Consumer.Loop.Nowhere
            """);

        CommandResult build = await project.BuildAsync();

        Assert.Contains("warning LEAK000", build.MustSucceed().Output);
        Assert.Contains("'leak_analyzer.open_ended_wait'", build.Output);
    }

    private static void AssertLog(string text)
    {
        using var log = JsonDocument.Parse(text);
        var sarif = new Sarif(log);
        JsonElement result = Assert.Single(sarif.Results);
        Assert.Equal(ConsumerProject.Leak, result.GetProperty("ruleId").GetString());
        Assert.Equal("warning", result.GetProperty("level").GetString());
        Assert.Equal(12, Sarif.StartLine(result));
        Assert.False(result.GetProperty("properties").TryGetProperty("customProperties", out _));
        JsonElement rule = Assert.Single(sarif.Rules, rule => rule.GetProperty("id").GetString() == ConsumerProject.Leak);
        Assert.Equal(
            "A task that nobody awaits waits for something that may never come",
            rule.GetProperty("shortDescription").GetProperty("text").GetString());
        Assert.NotEmpty(rule.GetProperty("fullDescription").GetProperty("text").GetString()!);
    }
}
