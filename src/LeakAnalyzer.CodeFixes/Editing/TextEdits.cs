using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>A set of changes of one text that are made together. Several insertions at one position are made in the order in which they were added.</summary>
/// <remarks>A fix edits text instead of syntax nodes, so that all text that the fix doesn't change stays the same, byte for byte.</remarks>
internal sealed class TextEdits
{
    private readonly List<TextChange> _changes;

    /// <summary>For each replaced span of white space, the index of its change in <see cref="_changes"/>.</summary>
    private readonly Dictionary<TextSpan, int> _spaces = [];

    public TextEdits() => _changes = [];

    public TextEdits(TextEdits others)
        : this() => Add(others);

    public bool IsEmpty => _changes.Count == 0;

    public void Insert(int position, string text) => Replace(new TextSpan(position, 0), text);

    public void Replace(TextSpan span, string text) => _changes.Add(new TextChange(span, text));

    /// <summary>
    /// Replaces the white space before a position on its line. Of several replacements of the same white space, only the longest is made; it must contain the
    /// others.
    /// </summary>
    public void ReplaceSpaceBefore(int position, string replacement, SourceText text)
    {
        int start = position;
        while (start > 0 && text[start - 1] is ' ' or '\t')
        {
            start--;
        }

        ReplaceSpace(new TextChange(TextSpan.FromBounds(start, position), replacement));
    }

    /// <summary>Adds the changes of another set for the same text.</summary>
    public void Add(TextEdits others)
    {
        for (int i = 0; i < others._changes.Count; i++)
        {
            TextChange change = others._changes[i];
            if (others._spaces.TryGetValue(change.Span, out int space) && space == i)
            {
                ReplaceSpace(change);
            }
            else
            {
                _changes.Add(change);
            }
        }
    }

    public SourceText ApplyTo(SourceText text) =>
        text.WithChanges(_changes.OrderBy(change => change.Span.Start).ThenBy(change => change.Span.End));

    /// <summary>
    /// Maps a span of the original text to the changed text. Text inserted at the start of the span is outside the result; text inserted at its end is inside.
    /// </summary>
    public TextSpan Map(TextSpan span) => TextSpan.FromBounds(Map(span.Start), Map(span.End));

    private void ReplaceSpace(TextChange change)
    {
        if (!_spaces.TryGetValue(change.Span, out int known))
        {
            _spaces.Add(change.Span, _changes.Count);
            _changes.Add(change);
        }
        else if (_changes[known].NewText!.Length < change.NewText!.Length)
        {
            _changes[known] = change;
        }
    }

    private int Map(int position) =>
        position + _changes.Where(change => change.Span.End <= position).Sum(change => change.NewText!.Length - change.Span.Length);
}
