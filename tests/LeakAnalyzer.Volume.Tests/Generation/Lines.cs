namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Inserts lines of code into others.</summary>
internal static class Lines
{
    /// <summary>Replaces a word by lines, which are indented like the word, or else like the code in the braces around it.</summary>
    public static string Fill(string template, string word, string lines)
    {
        string place = $"«{word}»";
        while (template.IndexOf(place, StringComparison.Ordinal) is >= 0 and var position)
        {
            int margin = position - (template.LastIndexOf('\n', position) + 1);
            int depth = margin > 0 ? margin / 4 : template[..position].Sum(character => character == '{' ? 1 : character == '}' ? -1 : 0);
            template = $"{template[..(position - margin)]}{Indented(lines, depth)}{template[(position + place.Length)..]}";
        }

        return template;
    }

    /// <summary>Indents lines.</summary>
    public static string Indented(string lines, int depth) =>
        string.Join('\n', lines.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', depth * 4) + line));
}
