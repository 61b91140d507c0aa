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

    private static IEnumerable<CompilationUnitSyntax> All => s_reported.Concat(s_clean);

    /// <summary>Generates a long file: copies of a file with reports (as many as fit if the number is null), then copies of files without any.</summary>
    public static string Text(int? copies = null) => Text(Lines, copies ?? Lines, 0);

    /// <summary>Generates a file of at least that many lines. The file's number is part of its namespaces' names, so that they are unique.</summary>
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
