using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>A piece of a text that is kept or removed as a whole: a token, or a word of a comment or directive.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="IsToken">Whether it is a token.</param>
internal readonly record struct Atom(string Text, TextSpan Span, bool IsToken)
{
    /// <summary>The pieces of a document; between them is only white space.</summary>
    public static List<Atom> In(SyntaxNode root)
    {
        SourceText text = root.SyntaxTree.GetText();
        var atoms = new List<Atom>();
        int position = 0;
        foreach (SyntaxToken token in root.DescendantTokens().Where(token => !token.Span.IsEmpty))
        {
            AddWords(position, token.SpanStart, text, atoms);
            atoms.Add(new Atom(token.Text, token.Span, IsToken: true));
            position = token.Span.End;
        }

        AddWords(position, text.Length, text, atoms);
        return atoms;
    }

    private static void AddWords(int from, int to, SourceText text, List<Atom> atoms)
    {
        while (from < to)
        {
            int end = from;
            while (end < to && !char.IsWhiteSpace(text[end]) && !IsBorder(from, end, text))
            {
                end++;
            }

            if (end > from)
            {
                var span = TextSpan.FromBounds(from, end);
                atoms.Add(new Atom(text.ToString(span), span, IsToken: false));
            }

            from = end < to && char.IsWhiteSpace(text[end]) ? end + 1 : end;
        }
    }

    /// <summary>Whether a comment ends or begins at a position in a word: its neighbour may be another one day.</summary>
    private static bool IsBorder(int start, int position, SourceText text) =>
        position > start + 1 && text[position - 1] == '/' && text[position - 2] == '*'
        || position > start && position + 1 < text.Length && text[position] == '/' && text[position + 1] == '*';
}
