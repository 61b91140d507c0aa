using System.Text.Json;

namespace LeakAnalyzer.Package.Tests;

/// <summary>What the installed package does in a project, from the command line. Each kind of project runs beside the others.</summary>
public abstract class ConsumerTests(ProjectKind kind)
{
    private const string Warning = $"Loop.cs(12): warning {ConsumerProject.Leak}";
    private const string Error = $"Loop.cs(12): error {ConsumerProject.Leak}";

    [Fact]
    public async Task A_Build_Warns_Once_And_Logs_The_Rule()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(kind);

        CommandResult build = await project.BuildAsync("-p:ErrorLog=build.sarif%2Cversion=2.1");

        Assert.Equal([Warning], ConsumerProject.Reports(build.MustSucceed()));
        using var log = JsonDocument.Parse(project.Read("build.sarif"));
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

    [Fact]
    public async Task Dotnet_Format_Fixes_It_And_The_Next_Build_Is_Clean()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(kind);

        CommandResult format = await project.DotnetAsync(
            "format", "analyzers", "--diagnostics", ConsumerProject.Leak, "--severity", "warn", "--verbosity", "detailed");

        format.MustSucceed();
        if (project.Code == ConsumerProject.LeakyCode)
        {
            throw format.Failure("changed nothing");
        }

        Assert.Contains("finally", project.Code);
        Assert.Contains(".Cancel();", project.Code);
        CommandResult build = await project.BuildAsync("--no-restore");
        Assert.Empty(ConsumerProject.Reports(build.MustSucceed()));
    }

    [Theory]
    [InlineData($"-warnaserror:{ConsumerProject.Leak}")]
    [InlineData($"-p:WarningsAsErrors={ConsumerProject.Leak}")]
    public async Task A_Build_Can_Be_Made_To_Fail(string argument)
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(kind);

        CommandResult build = await project.BuildAsync(argument);

        Assert.Equal([Error], ConsumerProject.Reports(build.MustFail()));
    }

    [Fact]
    public async Task Editorconfig_Silences_It()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(kind);
        project.Write(".editorconfig", $"""
            [*.cs]
            dotnet_diagnostic.{ConsumerProject.Leak}.severity = none
            """);

        CommandResult build = await project.BuildAsync();

        Assert.Empty(ConsumerProject.Reports(build.MustSucceed()));
    }

    [Fact]
    public async Task A_Pragma_Silences_It()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(kind);
        project.Code = $"#pragma warning disable {ConsumerProject.Leak}\n{ConsumerProject.LeakyCode}";

        CommandResult build = await project.BuildAsync();

        Assert.Empty(ConsumerProject.Reports(build.MustSucceed()));
    }
}

public class NetTests() : ConsumerTests(ProjectKind.Net)
{
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
}

public class NetStandardTests() : ConsumerTests(ProjectKind.NetStandard);

public class OldLanguageTests() : ConsumerTests(ProjectKind.OldLanguage);
