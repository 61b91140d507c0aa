using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>A piece of text that is kept or removed as a whole: a token, a word between tokens, a line break, or white space in a line.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Span">Where it stands.</param>
internal readonly record struct Atom(string Text, TextSpan Span)
{
    /// <summary>Whether nothing is to be seen of it.</summary>
    public bool IsWhiteSpace => string.IsNullOrWhiteSpace(Text);

    /// <summary>The pieces of a span.</summary>
    public static List<Atom> In(SyntaxNode root, TextSpan span)
    {
        SourceText text = root.SyntaxTree.GetText();
        var atoms = new List<Atom>();
        int position = span.Start;
        foreach (SyntaxToken token in root.DescendantTokens(span).Where(token => !token.Span.IsEmpty && token.Span.Start < span.End && token.Span.End > span.Start))
        {
            AddBetween(position, token.SpanStart, text, atoms);
            var part = TextSpan.FromBounds(Math.Max(token.SpanStart, span.Start), Math.Min(token.Span.End, span.End));
            atoms.Add(new Atom(text.ToString(part), part));
            position = part.End;
        }

        AddBetween(position, span.End, text, atoms);
        return atoms;
    }

    private static void AddBetween(int from, int to, SourceText text, List<Atom> atoms)
    {
        while (from < to)
        {
            int end = from + 1;
            Kind kind = KindOf(text[from]);
            while (end < to && KindOf(text[end]) == kind)
            {
                end++;
            }

            var span = TextSpan.FromBounds(from, end);
            atoms.Add(new Atom(text.ToString(span), span));
            from = end;
        }
    }

    private static Kind KindOf(char character) =>
        character is '\r' or '\n' ? Kind.LineBreak : char.IsWhiteSpace(character) ? Kind.Space : Kind.Word;

    private enum Kind
    {
        Space,
        LineBreak,
        Word,
    }
}

/// <summary>Which pieces of one text are in another too.</summary>
internal static class Alignment
{
    /// <summary>The longest common sequence: for each old piece the place of the new one that it is, or -1.</summary>
    public static int[] Of(List<Atom> old, List<Atom> @new)
    {
        int[,] length = new int[old.Count + 1, @new.Count + 1];
        for (int i = old.Count - 1; i >= 0; i--)
        {
            for (int j = @new.Count - 1; j >= 0; j--)
            {
                length[i, j] = old[i].Text == @new[j].Text ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        int[] result = new int[old.Count];
        Array.Fill(result, -1);
        for (int i = 0, j = 0; i < old.Count && j < @new.Count;)
        {
            if (old[i].Text == @new[j].Text)
            {
                result[i++] = j++;
            }
            else if (length[i + 1, j] >= length[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return result;
    }
}
