using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Mutation;

/// <summary>A small change of the source.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Line">The line that is changed, from 1.</param>
/// <param name="Span">The span of the text that is replaced.</param>
/// <param name="Original">The original text.</param>
/// <param name="Replacement">The new text.</param>
/// <param name="Member">The member that contains the change, such as <c>Canceller.Merge</c>.</param>
/// <param name="Index">The number of equal changes before this one in members of the same name.</param>
/// <param name="IsPrivateData">Whether the change is in the initial value of a private field.</param>
internal sealed record Mutant(string Path, int Line, TextSpan Span, string Original, string Replacement, string Member, int Index, bool IsPrivateData)
{
    /// <summary>Gets the id of the mutant. It contains no position, so it stays the same when other code changes.</summary>
    /// <param name="root">The folder to which the file's path is relative.</param>
    public string IdFrom(string root) => Hash($"{FileFrom(root)}\n{Member}\n{WithoutLayout(Original)}\n{WithoutLayout(Replacement)}\n{Index}");

    /// <summary>Gets a number in hexadecimal digits that is always the same for a text.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];

    /// <summary>Describes the change and its place, in two cells of a table.</summary>
    /// <param name="root">The folder to which the file's path is relative.</param>
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
