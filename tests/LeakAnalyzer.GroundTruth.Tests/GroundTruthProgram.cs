using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.GroundTruth;

/// <summary>
/// A program in the folder <c>Programs</c>, and what its own comments say about it. The first line is
/// <c>// LEAK001: why it leaks</c> or <c>// clean: why it doesn't</c>. Each line that has a report ends with <c>// LEAK001</c>. A line
/// <c>// no fix: why</c> says that no fix is offered, and a line <c>// C# 7.3</c> that the program is written in that version.
/// </summary>
internal sealed partial class GroundTruthProgram
{
    private GroundTruthProgram(string name, IReadOnlyList<SourceFile> files)
    {
        Name = name;
        Files = files;
        string text = files[0].Text;
        Match head = Head().Match(text);
        Assert.True(head.Success, $"{name} doesn't say whether it leaks.");
        Rule = head.Groups["rule"] is { Success: true, Value: var rule } ? rule : null;
        HasNoFix = NoFix().IsMatch(text);
        Language = OldLanguage().IsMatch(text) ? LanguageVersion.CSharp7_3 : LanguageVersion.CSharp13;
        Reports = [.. files.SelectMany(file => file.Reports())];
        Assert.Equal(Rule, Reports.Select(report => report.Id).Distinct().SingleOrDefault());
    }

    public static IReadOnlyDictionary<string, GroundTruthProgram> All { get; } = Read();

    /// <summary>Gets the path in the folder, such as <c>LEAK001/ReadInBackground</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the program's files: the one with its name, and those in the folder with its name.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>Gets the rule that reports the program, according to its comments; null if the program is clean.</summary>
    public string? Rule { get; }

    public bool HasNoFix { get; }

    public LanguageVersion Language { get; }

    /// <summary>Gets the lines on which the analyzer reports, according to the program's comments.</summary>
    public IReadOnlyList<ReportedLine> Reports { get; }

    private static Dictionary<string, GroundTruthProgram> Read()
    {
        var files = SourceFile.ReadAll("Programs/");
        ILookup<string, SourceFile> byProgram = files.ToLookup(file => string.Join('/', file.Path.Split('/').Take(2)).Replace(".cs", "", StringComparison.Ordinal));
        return byProgram.ToDictionary(
            group => group.Key,
            group => new GroundTruthProgram(group.Key, [.. group.OrderBy(file => file.Path.Count(sign => sign == '/')).ThenBy(file => file.Path, StringComparer.Ordinal)]));
    }

    [GeneratedRegex(@"\A// (?:(?<rule>LEAK\d{3})|clean): \S")]
    private static partial Regex Head();

    [GeneratedRegex(@"^// no fix: \S", RegexOptions.Multiline)]
    private static partial Regex NoFix();

    [GeneratedRegex(@"^// C# 7\.3$", RegexOptions.Multiline)]
    private static partial Regex OldLanguage();
}

/// <summary>A line that has a report. The first line of a file is number 0.</summary>
internal sealed record ReportedLine(string Path, int Line, string Id);

/// <summary>A file of a program. Its path is relative.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>Reads all files of a folder. The folder's name ends with <c>/</c>.</summary>
    public static IReadOnlyList<SourceFile> ReadAll(string folder)
    {
        var assembly = typeof(SourceFile).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return new SourceFile(name[folder.Length..].Replace('\\', '/'), reader.ReadToEnd().ReplaceLineEndings("\n"));
        })];
    }

    public IEnumerable<ReportedLine> Reports() => Text.Split('\n')
        .Select((line, number) => (Match: Mark().Match(line), Number: number))
        .Where(line => line.Match.Success)
        .Select(line => new ReportedLine(Path, line.Number, line.Match.Groups["id"].Value));

    [GeneratedRegex(@"\S // (?<id>LEAK\d{3})$")]
    private static partial Regex Mark();
}
