using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Robustness;

/// <summary>Code as lines and tokens, for random changes.</summary>
internal sealed partial class MutableCode
{
    private readonly SyntaxToken[] _tokens;
    private readonly int[] _hotTokens;
    private readonly int[] _hotLines;

    public MutableCode(string text)
    {
        Text = text;
        Lines = text.ReplaceLineEndings("\n").Split('\n');
        _tokens = [.. SyntaxFactory.ParseTokens(text)];
        Tokens = [.. _tokens.Select(token => token.ToFullString())];
        Identifiers = [.. _tokens.Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.Text).Distinct()];
        _hotTokens = [.. Enumerable.Range(0, Tokens.Length).Where(i => HotWord().IsMatch(Tokens[i]))];
        _hotLines = [.. Enumerable.Range(0, Lines.Length).Where(i => HotWord().IsMatch(Lines[i]))];
    }

    /// <summary>Whether a text contains a word that matters to the analyzer.</summary>
    public static bool IsHot(string text) => HotWord().IsMatch(text);

    public string Text { get; }

    public string[] Lines { get; }

    /// <summary>Gets the tokens with the trivia around them.</summary>
    public string[] Tokens { get; }

    public string[] Identifiers { get; }

    public SyntaxToken AnyToken(Random random) => _tokens[AnyIndex(random, _tokens.Length)];

    /// <summary>Chooses the index of one of the first <paramref name="count"/> tokens.</summary>
    public int AnyIndex(Random random, int count) =>
        _hotTokens.Length > 0 && random.Next(3) > 0 ? Math.Clamp(_hotTokens[random.Next(_hotTokens.Length)] + random.Next(-8, 9), 0, count - 1) : random.Next(count);

    public int AnyLine(Random random) =>
        _hotLines.Length > 0 && random.Next(3) > 0 ? Math.Clamp(_hotLines[random.Next(_hotLines.Length)] + random.Next(-2, 3), 0, Lines.Length - 1) : random.Next(Lines.Length);

    public string WithLine(int index, Func<string, string> change) => string.Join('\n', Lines.Select((line, i) => i == index ? change(line) : line));

    /// <summary>Gets the text without the part between two positions.</summary>
    public string WithoutSpan(int one, int other) => Text.Remove(Math.Min(one, other), Math.Abs(one - other));

    [GeneratedRegex(@"Task\b|Cancel|Channel|Semaphore|Token|Thread|await|Dispos|Timer|Delay|WhenAny")]
    private static partial Regex HotWord();
}
