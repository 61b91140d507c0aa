using System.Text.RegularExpressions;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Matches method names against patterns in which <c>*</c> stands for any text.</summary>
internal sealed class MethodFilter(IReadOnlyCollection<string> patterns)
{
    private readonly Regex[] _patterns = [.. patterns.Select(Compile)];

    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Whether a pattern matches the whole name, or all that follows one of its dots.</summary>
    public bool Matches(string method) => Array.Exists(_patterns, pattern => pattern.IsMatch(method));

    private static Regex Compile(string pattern) => new(
        @"(?:\A|\.)" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal) + @"\z", RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
