using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.CodeFixes.Reports;

/// <summary>Tests a project with two target frameworks: the fixed code must compile for both.</summary>
[OnOldestRoslyn]
public class TargetFrameworkTests
{
    private static readonly Setup s_newAndOld = Setup.Default with { OtherFramework = TestReferences.NetStandard20 };
    private static readonly Setup s_oldAndNew = Setup.NetStandard20 with { OtherFramework = TestReferences.Net80 };

    [Fact]
    public async Task A_Source_Is_Cancelled_As_The_Older_Framework_Can()
    {
        string before = Scope("_ = {|LEAK001:Task.Run|}(async () => await parent.ReadAsync());\n        await Task.Delay(10, token);");
        string after = Scope(
            """
            using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                    CancellationToken linkedToken = linkedCts.Token;
                    try
                    {
                        _ = Task.Run(async () => await parent.ReadAsync(linkedToken));
                        await Task.Delay(10, token);
                    }
                    finally
                    {
                        linkedCts.Cancel();
                    }
            """);
        await VerifyFix.Links(before, after, s_newAndOld);
        await VerifyFix.Links(before, after, s_oldAndNew);
        await VerifyFix.Links(before, after.Replace("linkedCts.Cancel()", "await linkedCts.CancelAsync()", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", LanguageVersion.CSharp12, "Old")]
    [InlineData("", LanguageVersion.CSharp8, null)]
    [InlineData("#if NEW\n", LanguageVersion.CSharp12, "New")]
    public async Task Code_Is_Written_For_The_Poorest_Project_That_Has_It(string condition, LanguageVersion newer, string? expected)
    {
        string code = condition + "class C { void M() { } }" + (condition.Length > 0 ? "\n#endif" : "");
        using var workspace = new AdhocWorkspace();
        Project first = Add(workspace.CurrentSolution, "New", TestReferences.Net80, newer);
        Project older = Add(first.Solution, "Old", TestReferences.NetStandard20, LanguageVersion.CSharp12);
        foreach (string name in (string[])["New", "Old"])
        {
            Document from = older.Solution.Projects.Single(project => project.Name == name).Documents.Single();
            Document? poorest = await SharedFile.OldestAsync(from, code.IndexOf("class", StringComparison.Ordinal), CancellationToken.None);
            Assert.Equal(expected, poorest?.Project.Name);
        }

        Project Add(Solution solution, string name, TestReferences framework, LanguageVersion language) => solution
            .AddProject(name, name, LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(language, preprocessorSymbols: [name.ToUpperInvariant()]))
            .WithMetadataReferences(framework.Assemblies)
            .AddDocument("C.cs", code, filePath: "/shared/C.cs").Project;
    }

    [Fact]
    public async Task A_Wait_That_Only_The_Newer_Framework_Can_Give_Up_Gets_No_Token()
    {
        string before = Scope("_ = {|LEAK001:Task.Run|}(async () => await parent.Completion);\n        await Task.Delay(10, token);");
        await VerifyFix.DoesNotLink(before, s_newAndOld);
        await VerifyFix.DoesNotLink(before, s_oldAndNew);
    }

    [Fact]
    public Task A_Task_Is_Not_Waited_For_By_What_The_Older_Framework_Lacks() => VerifyFix.CancelsOnDispose(
        Service("{|LEAK004:LoopAsync|}()", "", ""),
        Service(
            "LoopAsync(_disposeCts.Token)",
            "    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();\n\n",
            "\n        " + OwnerCancel.OwnerCode.Ended.ReplaceLineEndings("\n")),
        s_newAndOld);

    private static string Scope(string body) =>
        $$"""
        static class C
        {
            public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken token)
            {
                {{body}}
            }
        }
        """;

    private static string Service(string start, string field, string end) =>
        $$"""
        sealed class Poller : IDisposable
        {
        {{field}}    public void Start()
            {
                _ = {{start}};
            }

            public void Dispose()
            {{{end}}
            }

            private static async Task LoopAsync(CancellationToken stop = default)
            {
                while (true)
                {
                    await Task.Delay(10, stop);
                }
            }
        }
        """;
}
