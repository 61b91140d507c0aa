namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Inserts lines into code, with the right indentation.</summary>
internal static class Lines
{
    /// <summary>Replaces each <c>«word»</c> in a template by lines, with the right indentation.</summary>
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

    /// <summary>Indents lines by four spaces for each level.</summary>
    public static string Indented(string lines, int depth) =>
        string.Join('\n', lines.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', depth * 4) + line));
}
