using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Mutation;

/// <summary>A small change of the source.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Line">The line that is changed, from 1.</param>
/// <param name="Span">The text that is replaced.</param>
/// <param name="Original">What stands there.</param>
/// <param name="Replacement">What stands there instead.</param>
/// <param name="IsPrivateData">Whether it is in the initial value of a private field.</param>
internal sealed record Mutant(string Path, int Line, TextSpan Span, string Original, string Replacement, bool IsPrivateData)
{
    /// <summary>Says what is changed and where, in two cells of a table.</summary>
    /// <param name="root">The folder from which the file is named.</param>
    public string Describe(string root) =>
        $"{System.IO.Path.GetRelativePath(root, Path).Replace('\\', '/')}:{Line} | {Cell(Original)} → {(Replacement.Length == 0 ? "nothing" : Cell(Replacement))}";

    private static string Cell(string code)
    {
        string line = string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|");
        return $"`{(line.Length > 80 ? line[..79] + "…" : line)}`";
    }
}
