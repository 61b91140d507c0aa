using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Mutation;

/// <summary>A small change of the source.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Line">The line that is changed, from 1.</param>
/// <param name="Span">The text that is replaced.</param>
/// <param name="Original">What stands there.</param>
/// <param name="Replacement">What stands there instead.</param>
/// <param name="Member">The member that it is in, such as <c>Canceller.Merge</c>.</param>
/// <param name="Index">How many of the same changes are before it in members of this name.</param>
/// <param name="IsPrivateData">Whether it is in the initial value of a private field.</param>
internal sealed record Mutant(string Path, int Line, TextSpan Span, string Original, string Replacement, string Member, int Index, bool IsPrivateData)
{
    /// <summary>Names the mutant: the same also after a change of other code, as no position is a part of it.</summary>
    /// <param name="root">The folder from which the file is named.</param>
    public string IdFrom(string root) => Hash($"{FileFrom(root)}\n{Member}\n{WithoutLayout(Original)}\n{WithoutLayout(Replacement)}\n{Index}");

    /// <summary>A number in hexadecimal digits that a text always has.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];

    /// <summary>Says what is changed and where, in two cells of a table.</summary>
    /// <param name="root">The folder from which the file is named.</param>
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
