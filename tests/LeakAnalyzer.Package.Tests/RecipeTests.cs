using System.Text;
using System.Text.RegularExpressions;

namespace LeakAnalyzer.Package.Tests;

/// <summary>Tests the shell scripts in the package's README that accept the existing reports of a code base.</summary>
public partial class RecipeTests
{
    [PosixFact]
    public async Task Accepted_Reports_Are_Suggestions_And_A_Report_In_Another_File_Fails_The_Build()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(ProjectKind.Net);
        project.Write(".editorconfig", "root = true\n");

        (await project.ScriptAsync(await ScriptAsync(".editorconfig"))).MustSucceed();

        Assert.Equal("root = true\n\n[Loop.cs]\ndotnet_diagnostic.LEAK001.severity = suggestion\n", project.Read(".editorconfig"));
        Assert.Empty(ConsumerProject.Reports((await project.BuildAsync("-p:LeakAnalyzerMode=default-errors")).MustSucceed()));

        project.Write("Other.cs", ConsumerProject.LeakyCode.Replace("class Loop", "class Other"));
        Assert.Equal([$"Other.cs(12): error {ConsumerProject.Leak}"], ConsumerProject.Reports((await project.BuildAsync("-p:LeakAnalyzerMode=default-errors")).MustFail()));
    }

    [PosixFact]
    public async Task A_Report_That_Moved_Is_None_And_A_New_One_Fails()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(ProjectKind.Net);
        string[] lines = (await ScriptAsync("leaks.txt")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string define = lines[0], keep = lines[1], compare = lines[2];

        (await project.ScriptAsync($"{define}\n{keep}")).MustSucceed();
        Assert.StartsWith("Loop.cs: LEAK001: The task started by 'Task.Run'", Assert.Single(project.Read("leaks.txt").Trim().Split('\n')));

        project.Code = "\n\n" + ConsumerProject.LeakyCode;
        (await project.ScriptAsync($"{define}\n{compare}")).MustSucceed();

        project.Code = ConsumerProject.LeakyCode.Replace("return Task", "_ = Task.Run(async () => await parent.WaitToReadAsync()); return Task");
        (await project.ScriptAsync($"{define}\n{compare}")).MustFail();
    }

    /// <summary>Gets the README's script that writes a file, such as <c>.editorconfig</c>.</summary>
    private static async Task<string> ScriptAsync(string written)
    {
        string readme = Encoding.UTF8.GetString(PackedPackage.Read((await PackageProject.Analyzer.PackedAsync()).File, "README.md")).ReplaceLineEndings("\n");
        return Script().Matches(readme).Select(block => block.Groups["code"].Value).Single(code => Regex.IsMatch(code, @">+ " + Regex.Escape(written)));
    }

    [GeneratedRegex(@"^```sh\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Script();
}

internal sealed class PosixFactAttribute : FactAttribute
{
    public PosixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no POSIX shell of its own.";
        }
    }
}
