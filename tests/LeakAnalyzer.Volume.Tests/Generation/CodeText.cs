using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Code as tokens and the text between them, so that the layout can be changed.</summary>
internal sealed class CodeText
{
    private readonly List<string> _tokens = [];
    private readonly List<string> _gaps = [""];

    public CodeText(string code)
    {
        int end = 0;
        foreach (var token in SyntaxFactory.ParseTokens(code).Where(token => !token.IsKind(SyntaxKind.EndOfFileToken)))
        {
            _gaps[^1] = code[end..token.SpanStart];
            _tokens.Add(token.Text);
            _gaps.Add("");
            end = token.Span.End;
        }

        _gaps[^1] = code[end..];
    }

    public void Rename(IReadOnlyDictionary<string, string> names)
    {
        for (int i = 0; i < _tokens.Count; i++)
        {
            _tokens[i] = names.GetValueOrDefault(_tokens[i], _tokens[i]);
        }
    }

    /// <summary>Moves each opening brace to the line before it, and a keyword such as <c>else</c> to the line of the brace before it.</summary>
    public void MoveBracesUp()
    {
        for (int i = 1; i < _tokens.Count; i++)
        {
            bool follows = _tokens[i] == "{" || _tokens[i - 1] == "}" && _tokens[i] is "else" or "catch" or "finally" or "while";
            if (follows && IsLineBreak(_gaps[i]))
            {
                _gaps[i] = " ";
            }
        }
    }

    /// <summary>Joins lines with the lines after them: <paramref name="share"/> of ten lines, which are chosen at random.</summary>
    public void JoinLines(Random random, int share)
    {
        for (int i = 1; i < _gaps.Count - 1; i++)
        {
            if (IsLineBreak(_gaps[i]) && random.Next(10) < share)
            {
                _gaps[i] = " ";
            }
        }
    }

    /// <summary>Replaces each four spaces of the indentation by another text.</summary>
    public void Indent(string unit)
    {
        for (int i = 0; i < _gaps.Count; i++)
        {
            int line = _gaps[i].LastIndexOf('\n') + 1;
            int depth = (_gaps[i].Length - line) / 4;
            if (line > 0 || i == 0)
            {
                _gaps[i] = _gaps[i][..line] + string.Concat(Enumerable.Repeat(unit, depth));
            }
        }
    }

    /// <summary>Inserts comments at <paramref name="share"/> of a hundred positions between tokens, which are chosen at random.</summary>
    public void Comment(Random random, int share)
    {
        string indentation = "";
        for (int i = 0; i < _gaps.Count; i++)
        {
            string gap = _gaps[i];
            int line = gap.LastIndexOf('\n');
            indentation = line >= 0 ? gap[(line + 1)..] : indentation;
            if (random.Next(100) >= share)
            {
                continue;
            }

            _gaps[i] = random.Next(line >= 0 ? 4 : 6) switch
            {
                0 => $"{gap}// comment {i}\n{indentation}",
                1 when line >= 0 => $" // comment {i}{gap}",
                2 when line >= 0 => $"{gap}/* comment {i}\n{indentation}   goes on */\n{indentation}",
                _ => $"{gap}/* comment {i} */ ",
            };
        }
    }

    /// <summary>Inserts a preprocessor directive, such as <c>#region</c>, and the one that ends it.</summary>
    public void AddDirectives(Random random)
    {
        (string first, string? second) = random.Next(12) switch
        {
            0 => ("#region Part", "#endregion"),
            1 => ("#if DEBUG", "#endif"),
            2 => ("#if !DEBUG\n    this isn't C#\n#else", "#endif // DEBUG"),
            3 => ("#pragma warning disable CS4014", "#pragma warning restore CS4014"),
            4 => ("#if DEBUG || TRACE", "#else\n        var text = @\"\n   x\";\n#endif"),
            5 => ("#nullable disable", "#nullable restore"),
            6 => ("#nullable enable", "#nullable restore"),
            7 => ("#line 100 \"other.cs\"", "#line default"),
            8 => ("#region One", null),
            9 => ("#if DEBUG", null),
            10 => ("#pragma warning disable", null),
            _ => ("#if true\n#if true", "#endif\n#endif"),
        };

        int[] places = [.. Enumerable.Range(1, _gaps.Count - 2).Where(i => _gaps[i].Contains('\n') && _tokens[i - 1] is ";" or "}" or "{")];
        if (places.Length == 0)
        {
            return;
        }

        int begin = random.Next(places.Length);
        int[] ends = [.. Enumerable.Range(begin, Math.Min(8, places.Length - begin)).Where(end => random.Next(10) == 0 || IsWhole(places[begin], places[end]))];
        int end = ends.Length == 0 ? begin : ends[random.Next(ends.Length)];
        AddLine(places[end], second ?? (first == "#if DEBUG" ? "#endif" : first == "#region One" ? "#endregion" : "#pragma warning restore"));
        AddLine(places[begin], first);
    }

    public override string ToString()
    {
        var code = new StringBuilder(_gaps[0]);
        for (int i = 0; i < _tokens.Count; i++)
        {
            code.Append(_tokens[i]).Append(_gaps[i + 1]);
        }

        return code.ToString();
    }

    /// <summary>Whether the code has matching braces and contains no directive.</summary>
    private bool IsWhole(int first, int last)
    {
        int depth = 0;
        for (int i = first; i < last; i++)
        {
            depth += _tokens[i] switch { "{" => 1, "}" => -1, _ => 0 };
            if (depth < 0 || i > first && _gaps[i].Contains("\n#", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return depth == 0;
    }

    private static bool IsLineBreak(string gap) => gap.Contains('\n') && string.IsNullOrWhiteSpace(gap);

    private void AddLine(int gap, string line)
    {
        int lineBreak = _gaps[gap].LastIndexOf('\n');
        _gaps[gap] = $"{_gaps[gap][..lineBreak]}\n{line}{_gaps[gap][lineBreak..]}";
    }
}
