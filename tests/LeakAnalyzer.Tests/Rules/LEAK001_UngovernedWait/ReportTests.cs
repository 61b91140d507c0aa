using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests the report on a task: its location, its message, and the waits that are its additional locations.</summary>
public class ReportTests
{
    [Fact]
    public async Task Several_Waits_Of_A_Task_Are_Its_Additional_Locations_In_Order()
    {
        Diagnostic report = await Only(Code.Body("""
            _ = {|LEAK001:Task.Run|}(async () =>
            {
                await reader.WaitToReadAsync();
                await Task.Delay(Timeout.Infinite);
                await foreach (int item in reader.ReadAllAsync())
                {
                    await reader.Completion;
                }
            });
            """));

        Assert.Equal(
            ["reader.WaitToReadAsync()", "Task.Delay(Timeout.Infinite)", "reader.ReadAllAsync()", "reader.Completion"],
            report.AdditionalLocations.Select(Text));
    }

    [Fact]
    public async Task Only_The_Waits_That_Nothing_Governs_Are_Shown()
    {
        Diagnostic report = await Only(Code.Body("""
            _ = {|LEAK001:Task.Run|}(async () =>
            {
                await reader.WaitToReadAsync(token);
                await Task.Delay(1000);
                await reader.ReadAsync();
            });
            """));

        Assert.Equal("reader.ReadAsync()", Text(Assert.Single(report.AdditionalLocations)));
    }

    [Fact]
    public async Task A_Wait_In_A_Called_Method_Is_Shown_Where_It_Stands()
    {
        Diagnostic report = await Only(Code.Body("_ = {|LEAK001:PumpAsync|}(reader);"));

        Assert.Equal("source.ReadAsync(stop)", Text(Assert.Single(report.AdditionalLocations)));
    }

    [Fact]
    public async Task A_Wait_In_Another_File_Is_Shown_There()
    {
        Diagnostic report = Assert.Single(await Verify.Reported(
            "class Subject { void Scope(ChannelReader<int> reader) => _ = {|LEAK001:Pumps.PumpAsync|}(reader); }",
            Setup.Default with
            {
                OtherSources = ["static class Pumps { public static async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync(); }"],
            }));

        Location wait = Assert.Single(report.AdditionalLocations);
        Assert.Equal("reader.ReadAsync()", Text(wait));
        Assert.NotEqual(report.Location.SourceTree, wait.SourceTree);
    }

    [Fact]
    public Task Each_Task_Has_A_Report_Of_Its_Own() => Verify.Reported(Code.Body("""
        _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
        _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
        _ = {|LEAK001:PumpAsync|}(reader);
        _ = Task.Run(async () => await reader.ReadAsync(token));
        """));

    [Fact]
    public Task A_Task_Started_In_A_Task_Is_Reported_Where_It_Is_Started() => Verify.Reported(Code.Body("""
        _ = Task.Run(() =>
        {
            _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
        });
        """));

    [Fact]
    public Task A_Task_And_Its_Continuation_That_Both_Wait_Are_Two_Reports() => Verify.Reported(Code.Body("""
        _ = {|LEAK001:PumpAsync|}(reader).{|LEAK001:ContinueWith|}(async _ => await reader.ReadAsync());
        """));

    [Fact]
    public Task A_Task_That_Is_Joined_Within_A_Detached_Task_Is_A_Wait_Of_That_Task() => Verify.Reported(Code.Body("""
        _ = {|LEAK001:Task.Run|}(async () =>
        {
            await Task.Run(async () => await reader.ReadAsync());
        });
        """));

    [Theory]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());", "Task.Run", "ReadAsync")]
    [InlineData("_ = {|LEAK001:PumpAsync|}(reader);", "PumpAsync", "ReadAsync")]
    [InlineData("new Thread(() => reader.Completion.Wait()).{|LEAK001:Start|}();", "Start", "Completion")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await Task.Delay(Timeout.Infinite));", "Task.Run", "Task.Delay")]
    [InlineData("_ = Task.Factory.{|LEAK001:StartNew|}(() => reader.ReadAsync().AsTask().Wait());", "StartNew", "ReadAsync")]
    [InlineData("{|LEAK001:ThreadPool.QueueUserWorkItem|}(async _ => { await foreach (int i in reader.ReadAllAsync()) { } });", "ThreadPool.QueueUserWorkItem", "ReadAllAsync")]
    public async Task The_Message_Names_The_Start_And_The_Wait(string code, string start, string wait)
    {
        string message = (await Only(Code.Body(code))).GetMessage(System.Globalization.CultureInfo.InvariantCulture);

        Assert.Contains($"'{start}'", message, StringComparison.Ordinal);
        Assert.Matches($"'[^']*{System.Text.RegularExpressions.Regex.Escape(wait)}[^']*'", message);
        Assert.DoesNotMatch(@"\{\d\}", message);
        Assert.False(message.EndsWith('.'), message);
    }

    [Fact]
    public async Task The_Report_Is_A_Warning_At_The_Start()
    {
        Diagnostic report = await Only(Code.Body("_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());"));

        Assert.Equal(DiagnosticSeverity.Warning, report.Severity);
        Assert.Equal("Task.Run", Text(report.Location));
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() => Verify.Reported(
        Code.Body("_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());"),
        Setup.Default with { ChecksSuppression = true });

    [Theory]
    [InlineData("// <auto-generated/>\n", "")]
    [InlineData("", "[System.CodeDom.Compiler.GeneratedCode(\"tool\", \"1.0\")] ")]
    public Task Generated_Code_Is_Not_Reported(string header, string attribute) => Verify.Silent(
        header + attribute + Code.Class("void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync());"));

    [Fact]
    public Task Code_That_Is_Like_Generated_Code_Is_Reported() => Verify.Reported("// generated by hand\n"
        + Code.Class("void Scope(ChannelReader<int> reader) => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());"));

    [Theory]
    [InlineData("none", null)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    public async Task A_Severity_In_The_Configuration_Is_Followed(string severity, DiagnosticSeverity? expected)
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reports(
            Code.Body("_ = Task.Run(async () => await reader.ReadAsync());"),
            Setup.Default with { EditorConfig = $"dotnet_diagnostic.LEAK001.severity = {severity}" });

        Assert.Equal(expected, reports.SingleOrDefault()?.Severity);
    }

    private static async Task<Diagnostic> Only(string source) => Assert.Single(await Verify.Reported(source));

    private static string Text(Location location) =>
        location.SourceTree!.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true) is { } node && node.Span == location.SourceSpan
            ? node.ToString()
            : location.SourceTree.GetText().ToString(location.SourceSpan);
}
