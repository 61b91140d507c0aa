using LeakAnalyzer.Tests.CodeFixes;

namespace LeakAnalyzer.Benchmarks.Editor;

/// <summary>Creates a long file with reports of all rules.</summary>
internal static class LongFile
{
    private const int Lines = 5_000;

    /// <summary>Gets the code of the file: the same classes again and again, under different names.</summary>
    public static string Text()
    {
        string code = AllRulesCode.Text;
        int body = code.IndexOf("namespace Consumer;", StringComparison.Ordinal);
        string classes = code[(body + "namespace Consumer;".Length)..];
        int copies = Lines / classes.Count(static c => c == '\n') + 1;
        return code[..body] + string.Concat(Enumerable.Range(0, copies).Select(i => $"\nnamespace Consumer{i}\n{{{classes}\n}}\n"));
    }
}
