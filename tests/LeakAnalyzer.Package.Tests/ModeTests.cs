using System.Text.Json;
using LeakAnalyzer.Tests.CodeFixes;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Tests how the MSBuild property <c>LeakAnalyzerMode</c> sets the severities, in a project with reports of all rules.</summary>
public class ModeTests
{
    private static readonly string[] s_suggestions = ["LEAK008", "LEAK009"];

    [Fact]
    public async Task A_Mode_Sets_The_Severities()
    {
        using ConsumerProject project = await ProjectAsync();

        Assert.Equal(
            ["LEAK001 warning", "LEAK003 warning", "LEAK004 warning", "LEAK007 warning"],
            await LevelsAsync(project, "Surest", result => result.MustSucceed()));
        Assert.Empty(await LevelsAsync(project, "none", result => result.MustSucceed(), "--no-restore"));
        Assert.Equal(
            AllRulesCode.Ids.Select(id => $"{id} {(s_suggestions.Contains(id) ? "note" : "error")}"),
            await LevelsAsync(project, "default-errors", result => result.MustFail(), "--no-restore"));
    }

    [Fact]
    public async Task What_The_User_Sets_Wins_And_One_Line_Sets_All_Rules()
    {
        using ConsumerProject project = await ProjectAsync();

        project.Write(".editorconfig", "[*.cs]\ndotnet_diagnostic.LEAK001.severity = suggestion\n");
        Assert.Equal(
            ["LEAK001 note", "LEAK003 error", "LEAK004 error", "LEAK007 error"],
            await LevelsAsync(project, "surest-errors", result => result.MustFail()));

        project.Write(".editorconfig", "[*.cs]\ndotnet_analyzer_diagnostic.category-LeakAnalyzer.severity = error\n");
        Assert.Equal(AllRulesCode.Ids.Select(id => $"{id} error"), await LevelsAsync(project, "", result => result.MustFail(), "--no-restore"));
    }

    [Fact]
    public async Task An_Unknown_Mode_Is_Told_And_Ignored()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(ProjectKind.Net);

        CommandResult build = await project.BuildAsync("-p:LeakAnalyzerMode=strict");

        Assert.Contains(
            "warning LEAK000: LeakAnalyzerMode 'strict' is ignored: it is none of none, surest, default, all, audit, surest-errors, default-errors, all-errors",
            build.MustSucceed().Output);
        Assert.Equal([$"Loop.cs(12): warning {ConsumerProject.Leak}"], ConsumerProject.Reports(build));
    }

    /// <summary>Projects can share an <c>.editorconfig</c> that names a method which only some of them know. That must not be an error in the others.</summary>
    [Fact]
    public async Task A_Name_That_Another_Project_May_Know_Breaks_No_Build()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(ProjectKind.Net);
        project.Code = "public class Empty { public static void Run() => System.Threading.Tasks.Task.Run(() => { }).Wait(); }";
        project.Write(".editorconfig", "[*.cs]\nleak_analyzer.open_ended_waits = Acme.Bus.NextAsync\n");
        project.Write(".globalconfig", "is_global = true\ndotnet_analyzer_diagnostic.category-LeakAnalyzer.severity = error\n");

        Assert.Equal(["LEAK000 note"], await LevelsAsync(project, "all-errors", result => result.MustSucceed(), "-warnaserror"));
    }

    private static async Task<ConsumerProject> ProjectAsync()
    {
        ConsumerProject project = await ConsumerProject.CreateAsync(ProjectKind.Net);
        project.Code = AllRulesCode.Text;
        return project;
    }

    /// <summary>Gets the rules that report when the project is built, each with its severity.</summary>
    private static async Task<IEnumerable<string>> LevelsAsync(ConsumerProject project, string mode, Action<CommandResult> check, params string[] arguments)
    {
        check(await project.BuildAsync([$"-p:LeakAnalyzerMode={mode}", "-p:ErrorLog=build.sarif%2Cversion=2.1", .. arguments]));
        using var log = JsonDocument.Parse(project.Read("build.sarif"));
        return [.. new Sarif(log).Results
            .Select(result => $"{result.GetProperty("ruleId").GetString()} {result.GetProperty("level").GetString()}")
            .Where(result => result.StartsWith("LEAK", StringComparison.Ordinal))
            .Distinct().Order(StringComparer.Ordinal)];
    }
}
