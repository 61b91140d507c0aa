using System.Text.RegularExpressions;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Names of methods, with <c>*</c> for any text.</summary>
internal sealed class MethodFilter(IReadOnlyCollection<string> patterns)
{
    private readonly Regex[] _patterns = [.. patterns.Select(Compile)];

    /// <summary>Whether it matches nothing.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Whether the name is one of them, with more names in front or without.</summary>
    public bool Matches(string method) => Array.Exists(_patterns, pattern => pattern.IsMatch(method));

    private static Regex Compile(string pattern) => new(
        @"(?:\A|\.)" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal) + @"\z", RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
