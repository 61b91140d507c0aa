using LeakAnalyzer.Tests.CodeFixes;

namespace LeakAnalyzer.Benchmarks.Editor;

/// <summary>A long file with reports of all rules.</summary>
internal static class LongFile
{
    private const int Lines = 5_000;

    /// <summary>The file's code: some classes over and over, under other names.</summary>
    public static string Text()
    {
        string code = AllRulesCode.Text;
        int body = code.IndexOf("namespace Consumer;", StringComparison.Ordinal);
        string classes = code[(body + "namespace Consumer;".Length)..];
        int copies = Lines / classes.Count(static c => c == '\n') + 1;
        return code[..body] + string.Concat(Enumerable.Range(0, copies).Select(i => $"\nnamespace Consumer{i}\n{{{classes}\n}}\n"));
    }
}
