using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tests.Conventions;

/// <summary>The Markdown page of a rule: its title, its sections and its C# code blocks.</summary>
internal sealed partial class RulePage
{
    private RulePage(string title, IReadOnlyList<string> sections, IReadOnlyList<CodeBlock> blocks)
    {
        Title = title;
        Sections = sections;
        Blocks = blocks;
    }

    /// <summary>Gets the first heading: <c># LEAK001: </c> and the title of the rule's descriptor.</summary>
    public string Title { get; }

    /// <summary>Gets the second-level headings.</summary>
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

/// <summary>A C# code block of a page: a whole file, or the members of a class.</summary>
internal sealed partial class CodeBlock(string code)
{
    public string Code { get; } = code;

    /// <summary>Gets the rule that reports the block, which its first line names (<c>// LEAK001</c>); null if none does.</summary>
    public string? Rule => FirstLine().Match(Code) is { Success: true } match ? match.Groups["id"].Value : null;

    /// <summary>Gets the block as a file.</summary>
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
