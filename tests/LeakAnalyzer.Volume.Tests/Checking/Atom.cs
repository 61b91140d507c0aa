using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>A piece of a text: a token, or a word of a comment or preprocessor directive.</summary>
/// <param name="Text">The text of the piece.</param>
/// <param name="Span">The span in the document.</param>
/// <param name="IsToken">True for a token; false for a word.</param>
internal readonly record struct Atom(string Text, TextSpan Span, bool IsToken)
{
    /// <summary>Gets the pieces of a document. The rest of the document is white space.</summary>
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

    /// <summary>Whether a word ends at a position because a comment begins or ends there, such as in <c>x/*comment*/</c>.</summary>
    private static bool IsBorder(int start, int position, SourceText text) =>
        position > start + 1 && text[position - 1] == '/' && text[position - 2] == '*'
        || position > start && position + 1 < text.Length && text[position] == '/' && text[position + 1] == '*';
}
