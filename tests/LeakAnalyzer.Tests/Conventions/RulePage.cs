using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>The page of a rule in Markdown: its title, its sections, and its C# blocks.</summary>
internal sealed partial class RulePage
{
    private RulePage(string title, IReadOnlyList<string> sections, IReadOnlyList<CodeBlock> blocks)
    {
        Title = title;
        Sections = sections;
        Blocks = blocks;
    }

    /// <summary>Gets the first heading: <c># LEAK001: title of the descriptor</c>.</summary>
    public string Title { get; }

    /// <summary>Gets the headings of the second level, in order.</summary>
    public IReadOnlyList<string> Sections { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    public static RulePage Parse(string markdown)
    {
        string text = markdown.ReplaceLineEndings("\n");
        string prose = Block().Replace(text, "");
        return new RulePage(
            Heading().Match(prose).Groups["text"].Value,
            [.. Section().Matches(prose).Select(match => match.Groups["text"].Value)],
            [.. Block().Matches(text).Where(match => match.Groups["language"].Value == "csharp").Select(match => new CodeBlock(match.Groups["code"].Value))]);
    }

    [GeneratedRegex(@"^# (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^## (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^(?<indent>[ ]*)```(?<language>\w*)[^\n]*\n(?<code>.*?)^\k<indent>```[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

/// <summary>
/// A <c>```csharp</c> block. A block whose first line is <c>// LEAK001</c> leaks; all others are clean. A block is a whole file, or the members of a
/// class.
/// </summary>
internal sealed partial class CodeBlock(string code)
{
    public string Code { get; } = code;

    /// <summary>Gets the rule in the block's first line; null if the block is clean.</summary>
    public string? Rule => FirstLine().Match(Code) is { Success: true } match ? match.Groups["id"].Value : null;

    /// <summary>Gets the block as a file that compiles.</summary>
    public string AsFile()
    {
        var unit = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(Code).GetRoot();
        bool isFile = unit.Members.Count > 0 && unit.Members.All(member =>
            member is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or DelegateDeclarationSyntax)
            && !unit.ContainsDiagnostics;
        return isFile ? Code : $"partial class Example\n{{\n{Code}\n}}";
    }

    [GeneratedRegex(@"\A\s*// (?<id>LEAK\d{3})\s*$", RegexOptions.Multiline)]
    private static partial Regex FirstLine();
}
