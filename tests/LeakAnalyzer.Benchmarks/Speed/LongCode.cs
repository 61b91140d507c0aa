using LeakAnalyzer.Tests.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Benchmarks.Speed;

/// <summary>Generates code of any length from copies of a few files. Each copy has its own namespace.</summary>
internal static class LongCode
{
    public const int Lines = 5_000;

    private static readonly string[] s_namespaces =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    private static readonly CompilationUnitSyntax[] s_reported = [Parse(AllRulesCode.Text)];

    private static readonly CompilationUnitSyntax[] s_clean = [.. ValidCode().Where(code => !code.Contains("using Microsoft.", StringComparison.Ordinal)).Select(Parse)];

    /// <summary>Gets the files that are copied: one with reports of all rules, and some without any report.</summary>
    private static IEnumerable<CompilationUnitSyntax> All => s_reported.Concat(s_clean);

    /// <summary>Generates a long file: first copies of the file with reports, then copies of the files without any.</summary>
    /// <param name="copies">The number of copies of the file with reports; null for as many as fit.</param>
    public static string Text(int? copies = null) => Text(Lines, copies ?? Lines, 0);

    /// <summary>Generates a file of a minimum length: one copy of the file with reports, then copies of the files without any.</summary>
    /// <param name="number">The file's number. It is part of the namespaces' names, so that they differ from those of other files.</param>
    /// <param name="lines">The minimum number of lines.</param>
    public static string Mixed(int number, int lines) => Text(lines, 1, number);

    private static string Text(int lines, int copies, int number)
    {
        string usings = string.Concat(All.SelectMany(file => file.Usings).Select(directive => directive.Name!.ToString()).Concat(s_namespaces).Distinct().Order(StringComparer.Ordinal).Select(name => $"using {name};\n"));
        var text = new System.Text.StringBuilder(usings);
        int written = usings.Count(static c => c == '\n');
        for (int copy = 0; written < lines; copy++)
        {
            CompilationUnitSyntax file = copy < copies ? s_reported[0] : s_clean[(copy - copies + number) % s_clean.Length];
            string part = $"\nnamespace Code{number}.Copy{copy}\n{{\n{string.Concat(file.Members.OfType<BaseNamespaceDeclarationSyntax>().Single().Members.Select(member => member.ToFullString()))}\n}}\n";
            text.Append(part);
            written += part.Count(static c => c == '\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> ValidCode()
    {
        foreach (string name in typeof(LongCode).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(typeof(LongCode).Assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }

    private static CompilationUnitSyntax Parse(string code) => SyntaxFactory.ParseCompilationUnit(code);
}
