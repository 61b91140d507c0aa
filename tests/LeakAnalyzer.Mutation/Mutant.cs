using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Mutation;

/// <summary>A small change of the source. The tests should detect it.</summary>
/// <param name="Path">The full path of the changed file.</param>
/// <param name="Line">The number of the changed line. The first line is number 1.</param>
/// <param name="Span">The span of the text that is replaced.</param>
/// <param name="Original">The text in that span.</param>
/// <param name="Replacement">The text that replaces it; empty if it is only removed.</param>
/// <param name="Member">The member that contains the change, such as <c>Canceller.Merge</c>.</param>
/// <param name="Index">The number of mutants before this one in the file that have the same member, original text and replacement.</param>
/// <param name="IsPrivateData">Whether the change is in the initializer of a private field.</param>
internal sealed record Mutant(string Path, int Line, TextSpan Span, string Original, string Replacement, string Member, int Index, bool IsPrivateData)
{
    /// <summary>Gets an id that stays the same when other code changes. It contains the file's path relative to the folder.</summary>
    public string IdFrom(string root) => Hash($"{FileFrom(root)}\n{Member}\n{WithoutLayout(Original)}\n{WithoutLayout(Replacement)}\n{Index}");

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];

    /// <summary>Describes the position and the change, in two cells of a Markdown table.</summary>
    public string Describe(string root) =>
        $"{FileFrom(root)}:{Line} | {Cell(Original)} → {(Replacement.Length == 0 ? "nothing" : Cell(Replacement))}";

    private string FileFrom(string root) => System.IO.Path.GetRelativePath(root, Path).Replace('\\', '/');

    private static string WithoutLayout(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Cell(string code)
    {
        string line = WithoutLayout(code).Replace("|", "\\|");
        return $"`{(line.Length > 80 ? line[..79] + "…" : line)}`";
    }
}
