using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>What a fix did to a document, piece by piece: what of the old text is still there, and where.</summary>
internal sealed class TextComparison
{
    private readonly SourceText _old;
    private readonly SourceText _new;
    private readonly List<(TextSpan Old, TextSpan New)> _kept = [];
    private readonly List<string> _violations = [];

    private TextComparison(SourceText old, SourceText @new)
    {
        _old = old;
        _new = @new;
    }

    /// <summary>One line for each thing that was changed without need.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Compares two states of a document.</summary>
    /// <param name="oldRoot">The old state.</param>
    /// <param name="newRoot">The new state.</param>
    /// <param name="mayGo">Whether a piece of the old code may be gone.</param>
    public static TextComparison Of(SyntaxNode oldRoot, SyntaxNode newRoot, Func<TextSpan, bool> mayGo)
    {
        var comparison = new TextComparison(oldRoot.SyntaxTree.GetText(), newRoot.SyntaxTree.GetText());
        comparison.ReadChanges(oldRoot, newRoot, mayGo);
        comparison.CompareEncoding();
        comparison.CompareLineBreaks();
        comparison.CompareAll("comment", Comments(oldRoot), Comments(newRoot), mayCome: false);
        comparison.CompareAll("literal", Literals(oldRoot), Literals(newRoot), mayCome: true);
        return comparison;
    }

    /// <summary>Where something of the new text stood in the old one; null where it is new.</summary>
    public int? OldPosition(int position)
    {
        foreach ((TextSpan old, TextSpan kept) in _kept)
        {
            if (kept.Contains(position))
            {
                return old.Start + position - kept.Start;
            }
        }

        return null;
    }

    private void ReadChanges(SyntaxNode oldRoot, SyntaxNode newRoot, Func<TextSpan, bool> mayGo)
    {
        int oldEnd = 0;
        int newEnd = 0;
        foreach (TextChangeRange change in _new.GetChangeRanges(_old))
        {
            int unchanged = change.Span.Start - oldEnd;
            _kept.Add((new TextSpan(oldEnd, unchanged), new TextSpan(newEnd, unchanged)));
            var inserted = new TextSpan(newEnd + unchanged, change.NewLength);
            ReadChange(oldRoot, change.Span, newRoot, inserted, mayGo);
            oldEnd = change.Span.End;
            newEnd = inserted.End;
        }

        _kept.Add((TextSpan.FromBounds(oldEnd, _old.Length), TextSpan.FromBounds(newEnd, _new.Length)));
    }

    private void ReadChange(SyntaxNode oldRoot, TextSpan removed, SyntaxNode newRoot, TextSpan inserted, Func<TextSpan, bool> mayGo)
    {
        string text = _new.ToString(inserted);
        if (removed.IsEmpty)
        {
            if (string.IsNullOrWhiteSpace(text) && !IsIndentation(removed.Start, text))
            {
                _violations.Add($"Line {LineOf(removed.Start)}: white space was put into a line that is otherwise as it was.");
            }

            return;
        }

        List<Atom> before = Atom.In(oldRoot, removed);
        List<Atom> after = Atom.In(newRoot, inserted);
        int[] stays = Alignment.Of(before, after);
        for (int i = 0; i < before.Count; i++)
        {
            if (stays[i] >= 0)
            {
                _kept.Add((before[i].Span, after[stays[i]].Span));
            }
            else if (!before[i].IsWhiteSpace && !mayGo(before[i].Span))
            {
                _violations.Add($"Line {LineOf(before[i].Span.Start)}: '{before[i].Text}' is gone.");
            }
        }

        if (before.TrueForAll(atom => atom.IsWhiteSpace) && after.TrueForAll(atom => atom.IsWhiteSpace))
        {
            _violations.Add($"Line {LineOf(removed.Start)}: white space was changed, and nothing else.");
        }
    }

    /// <summary>Whether white space in front of a line's text indents it further.</summary>
    private bool IsIndentation(int position, string text)
    {
        TextLine line = _old.Lines.GetLineFromPosition(position);
        return text.IndexOfAny(['\r', '\n']) < 0
            && string.IsNullOrWhiteSpace(_old.ToString(TextSpan.FromBounds(line.Start, position)))
            && !string.IsNullOrWhiteSpace(_old.ToString(TextSpan.FromBounds(position, line.End)));
    }

    private void CompareEncoding()
    {
        if (!Equals(_old.Encoding, _new.Encoding) || _old.ChecksumAlgorithm != _new.ChecksumAlgorithm)
        {
            _violations.Add("The encoding is another.");
        }
    }

    /// <summary>New lines end as the old ones do, and the last line as it did.</summary>
    private void CompareLineBreaks()
    {
        HashSet<string> known = [.. LineBreaks(_old)];
        if (known.Count > 0 && LineBreaks(_new).FirstOrDefault(lineBreak => !known.Contains(lineBreak)) is not null)
        {
            _violations.Add("The new lines end otherwise than the old ones.");
        }

        if (_old.Lines[^1].Span.IsEmpty != _new.Lines[^1].Span.IsEmpty)
        {
            _violations.Add("The end of the file is another.");
        }
    }

    private static IEnumerable<string> LineBreaks(SourceText text) => text.Lines
        .Where(line => line.End < line.EndIncludingLineBreak)
        .Select(line => text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)));

    private void CompareAll(string kind, IEnumerable<string> old, IEnumerable<string> @new, bool mayCome)
    {
        Dictionary<string, int> counts = old.CountBy(text => text).ToDictionary();
        foreach (string text in @new)
        {
            counts[text] = counts.GetValueOrDefault(text) - 1;
        }

        foreach ((string text, int count) in counts)
        {
            if (count > 0 || count < 0 && !mayCome)
            {
                _violations.Add(count > 0 ? $"The {kind} {text} is gone." : $"The {kind} {text} is new.");
            }
        }
    }

    /// <summary>All comments, each line without what it is indented by; and what a directive excludes, which isn't ours either.</summary>
    private static IEnumerable<string> Comments(SyntaxNode root) => root.DescendantTrivia()
        .Where(trivia => trivia.IsDirective || trivia.Kind()
            is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.DisabledTextTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia)
        .Select(trivia => string.Join('\n', trivia.ToFullString().Trim().Split('\n').Select(line => line.Trim())));

    private static IEnumerable<string> Literals(SyntaxNode root) => root.DescendantTokens()
        .Where(token => token.Kind()
            is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.CharacterLiteralToken or SyntaxKind.NumericLiteralToken)
        .Select(token => token.Text);

    private int LineOf(int position) => _old.Lines.GetLineFromPosition(position).LineNumber + 1;
}
