using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>
/// Changes of one text that are made together. What is inserted at one place stands in the order in which it was added.
/// </summary>
/// <remarks>A fix edits text and not nodes, so what it doesn't touch stays as it is, byte for byte.</remarks>
internal sealed class TextEdits
{
    private readonly List<TextChange> _changes;

    /// <summary>The changes that replace white space, by the span of the white space.</summary>
    private readonly Dictionary<TextSpan, int> _spaces = [];

    /// <summary>Makes an empty set.</summary>
    public TextEdits() => _changes = [];

    /// <summary>Makes a set that contains the changes of another.</summary>
    public TextEdits(TextEdits others)
        : this() => Add(others);

    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => _changes.Count == 0;

    /// <summary>Puts text before a position.</summary>
    public void Insert(int position, string text) => Replace(new TextSpan(position, 0), text);

    /// <summary>Puts text in the place of other text.</summary>
    public void Replace(TextSpan span, string text) => _changes.Add(new TextChange(span, text));

    /// <summary>
    /// Replaces the white space before a position on its line. Where several replacements are asked for one place, the longest is made: it
    /// contains the others.
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

    /// <summary>Takes over other changes of the same text.</summary>
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

    /// <summary>The changed text.</summary>
    public SourceText ApplyTo(SourceText text) =>
        text.WithChanges(_changes.OrderBy(change => change.Span.Start).ThenBy(change => change.Span.End));

    /// <summary>Where a span lies in the changed text. Text that is inserted at its start is outside of it, text that is inserted at its end inside.</summary>
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
