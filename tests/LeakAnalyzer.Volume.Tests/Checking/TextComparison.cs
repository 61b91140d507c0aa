using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>Compares a document before a fix with the document after it, piece by piece (<see cref="Atom"/>).</summary>
internal sealed partial class TextComparison
{
    private readonly SourceText _old;
    private readonly SourceText _new;
    private readonly List<Atom> _oldAtoms;
    private readonly List<Atom> _newAtoms;
    private readonly int[] _stays;
    private readonly Latitude _latitude;
    private readonly List<string> _violations = [];

    private TextComparison(SourceText old, SourceText @new, List<Atom> oldAtoms, List<Atom> newAtoms, int[] stays, Latitude latitude)
    {
        _old = old;
        _new = @new;
        _oldAtoms = oldAtoms;
        _newAtoms = newAtoms;
        _stays = stays;
        _latitude = latitude;
    }

    /// <summary>Gets the changes that the fix must not make.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Compares two versions of a document.</summary>
    /// <param name="oldRoot">The document before the fix.</param>
    /// <param name="newRoot">The document after the fix.</param>
    /// <param name="latitude">What the fix may change.</param>
    public static TextComparison Of(SyntaxNode oldRoot, SyntaxNode newRoot, Latitude latitude)
    {
        SourceText old = oldRoot.SyntaxTree.GetText();
        SourceText @new = newRoot.SyntaxTree.GetText();
        List<Atom> oldAtoms = Atom.In(oldRoot);
        List<Atom> newAtoms = Atom.In(newRoot);
        var result = new TextComparison(old, @new, oldAtoms, newAtoms, Alignment.ByChanges(oldAtoms, newAtoms, @new.GetChangeRanges(old)), latitude);
        result.CompareAtoms();
        result.CompareMoved();
        result.CompareGaps();
        result.CompareEncoding();
        result.CompareLineBreaks();
        result.CompareAll("comment", Comments(oldRoot), Comments(newRoot), mayCome: false);
        result.CompareAll("literal", Literals(oldRoot), Literals(newRoot), mayCome: true);
        return result;
    }

    /// <summary>Gets the position in the old text of a piece in the new text; null if the piece is new.</summary>
    public int? OldPosition(int position)
    {
        int place = _newAtoms.FindIndex(atom => atom.Span.Start == position);
        int index = place < 0 ? -1 : Array.IndexOf(_stays, place);
        return index < 0 ? null : _oldAtoms[index].Span.Start;
    }

    private void CompareAtoms()
    {
        for (int i = 0; i < _oldAtoms.Count; i++)
        {
            if (_stays[i] < 0 && !_latitude.MayGo(_oldAtoms[i].Span))
            {
                _violations.Add($"Line {LineOf(_oldAtoms[i].Span.Start)}: '{_oldAtoms[i].Text}' is gone.");
            }
        }
    }

    /// <summary>Checks that the code which the fix moves is still there, in one piece.</summary>
    private void CompareMoved()
    {
        foreach (TextSpan moved in _latitude.Moved)
        {
            string[] pieces = [.. _oldAtoms.Where(atom => moved.Contains(atom.Span)).Select(atom => atom.Text)];
            if (!Enumerable.Range(0, _newAtoms.Count).Any(start => pieces.SequenceEqual(_newAtoms.Skip(start).Take(pieces.Length).Select(atom => atom.Text))))
            {
                _violations.Add($"Line {LineOf(moved.Start)}: '{_old.ToString(moved)}' is gone.");
            }
        }
    }

    /// <summary>Checks that the white space between pieces is the same, except for the indentation that the fix may add.</summary>
    private void CompareGaps()
    {
        bool isSameStart = _stays is not [0, ..] || _old.ToString(new TextSpan(0, _oldAtoms[0].Span.Start)) == _new.ToString(new TextSpan(0, _newAtoms[0].Span.Start));
        bool isSameEnd = _stays.Length == 0
            || _stays[^1] != _newAtoms.Count - 1
            || _old.ToString(TextSpan.FromBounds(_oldAtoms[^1].Span.End, _old.Length)) == _new.ToString(TextSpan.FromBounds(_newAtoms[^1].Span.End, _new.Length));
        if (!isSameStart || !isSameEnd)
        {
            _violations.Add($"The {(isSameStart ? "end" : "beginning")} of the file is another.");
        }

        for (int i = 0; i + 1 < _oldAtoms.Count; i++)
        {
            if (_stays[i] >= 0
                && _stays[i + 1] == _stays[i] + 1
                && !IsKept(i, Between(_old, _oldAtoms[i], _oldAtoms[i + 1]), Between(_new, _newAtoms[_stays[i]], _newAtoms[_stays[i + 1]])))
            {
                _violations.Add($"Line {LineOf(_oldAtoms[i].Span.End)}: the white space after '{_oldAtoms[i].Text}' was changed.");
            }
        }
    }

    private bool IsKept(int index, string old, string @new)
    {
        int position = _oldAtoms[index].Span.End;
        if (old == @new || _latitude.IsLoose(position))
        {
            return true;
        }

        if (!_latitude.MayShift(position))
        {
            return false;
        }

        int line = Math.Max(old.LastIndexOf('\n'), old.LastIndexOf('\r')) + 1;
        if (line == 0)
        {
            // The fix may put statements that share a line on separate lines.
            string? before = _oldAtoms.Take(index + 1).LastOrDefault(atom => atom.IsToken).Text;
            string? behind = _oldAtoms.Skip(index + 1).FirstOrDefault(atom => atom.IsToken).Text;
            return @new.IndexOfAny(['\r', '\n']) >= 0 && (before is ";" or "{" or "}" || behind is "{" or "}");
        }

        return @new.StartsWith(old[..line], StringComparison.Ordinal)
            && @new.EndsWith(old[line..], StringComparison.Ordinal)
            && @new[line..].IndexOfAny(['\r', '\n']) < 0;
    }

    private static string Between(SourceText text, Atom first, Atom second) => text.ToString(TextSpan.FromBounds(first.Span.End, second.Span.Start));

    private void CompareEncoding()
    {
        if (!Equals(_old.Encoding, _new.Encoding) || _old.ChecksumAlgorithm != _new.ChecksumAlgorithm)
        {
            _violations.Add("The encoding is another.");
        }
    }

    /// <summary>Checks that the line breaks of new lines are those of the old lines.</summary>
    private void CompareLineBreaks()
    {
        HashSet<string> known = [.. LineBreaks(_old)];
        if (known.Count > 0 && LineBreaks(_new).FirstOrDefault(lineBreak => !known.Contains(lineBreak)) is not null)
        {
            _violations.Add("The new lines end otherwise than the old ones.");
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

    /// <summary>Whether a method only calls its overload with <c>CancellationToken.None</c>.</summary>
    private static bool IsForwarding(MethodDeclarationSyntax? method) =>
        method?.ExpressionBody?.Expression is InvocationExpressionSyntax
        {
            Expression: SimpleNameSyntax { Identifier.ValueText: var called },
            ArgumentList.Arguments: [.., { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: nameof(CancellationToken.None) } }],
        }
        && called == method.Identifier.ValueText;

    /// <summary>Gets the comments, the directives, and the text that directives exclude, without the documentation that a fix adds.</summary>
    private static IEnumerable<string> Comments(SyntaxNode root) => root.DescendantTrivia()
        .Where(trivia => trivia.IsDirective || trivia.Kind()
            is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.DisabledTextTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia)
        .Where(trivia => !(trivia.HasStructure && IsForwarding(trivia.Token.Parent?.FirstAncestorOrSelf<MethodDeclarationSyntax>())))
        .Select(trivia => NewParameter().Replace(string.Join('\n', trivia.ToFullString().Trim().ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())), ""));

    private static IEnumerable<string> Literals(SyntaxNode root) => root.DescendantTokens()
        .Where(token => token.Kind()
            is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.CharacterLiteralToken or SyntaxKind.NumericLiteralToken)
        .Select(token => token.Text);

    private int LineOf(int position) => _old.Lines.GetLineFromPosition(position).LineNumber + 1;

    [GeneratedRegex(@"(\n(///|\*)?\s*| )<param name=""\w+"">The token to monitor for cancellation requests\.</param>")]
    private static partial Regex NewParameter();
}
