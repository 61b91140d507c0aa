using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>How a document is laid out, as its own text shows, or else its options.</summary>
/// <param name="LineBreak">What ends its lines.</param>
/// <param name="IndentationUnit">What one level of nesting adds before a line.</param>
internal sealed record DocumentLayout(string LineBreak, string IndentationUnit)
{
    /// <summary>Reads the layout of a document.</summary>
    public static async Task<DocumentLayout> OfAsync(SourceDocument source, CancellationToken cancellationToken)
    {
        string unit = FirstNesting(source.Root, source.Text) ?? await UnitOfOptionsAsync(source.Document, cancellationToken).ConfigureAwait(false);
        return new DocumentLayout(LineBreakOf(source.Text), unit);
    }

    /// <summary>What ends the lines of a text: the break of its first line.</summary>
    public static string LineBreakOf(SourceText text)
    {
        TextLine first = text.Lines[0];
        return first.End == first.EndIncludingLineBreak ? "\n" : text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak));
    }

    /// <summary>The white space that the line of a position begins with.</summary>
    public static string IndentationAt(int position, SourceText text)
    {
        TextLine line = text.Lines.GetLineFromPosition(position);
        int end = line.Start;
        while (end < line.End && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text.ToString(TextSpan.FromBounds(line.Start, end));
    }

    /// <summary>Whether a position is the first on its line that isn't white space.</summary>
    public static bool IsFirstOnLine(int position, SourceText text) =>
        text.Lines.GetLineFromPosition(position).Start + IndentationAt(position, text).Length >= position;

    /// <summary>Whether the code around a place puts its opening braces on lines of their own.</summary>
    public static bool HasBracesOnOwnLines(SyntaxNode place, SourceText text)
    {
        foreach (SyntaxNode node in place.AncestorsAndSelf())
        {
            SyntaxToken open = node switch
            {
                BlockSyntax block => block.OpenBraceToken,
                BaseTypeDeclarationSyntax type => type.OpenBraceToken,
                _ => default,
            };
            if (!open.IsKind(SyntaxKind.None) && !open.IsMissing && text.Lines.GetLineFromPosition(node.Span.End) != text.Lines.GetLineFromPosition(open.SpanStart))
            {
                return IsFirstOnLine(open.SpanStart, text);
            }
        }

        return true;
    }

    /// <summary>The indentation that the first nested line has beyond the line of the brace before it.</summary>
    private static string? FirstNesting(SyntaxNode root, SourceText text)
    {
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            SyntaxNode? nested = node switch
            {
                TypeDeclarationSyntax { Members: [var member, ..] } => member,
                BlockSyntax { Statements: [var statement, ..] } => statement,
                _ => null,
            };
            if (nested is null || !IsFirstOnLine(nested.SpanStart, text))
            {
                continue;
            }

            string outer = IndentationAt(node.SpanStart, text);
            string inner = IndentationAt(nested.SpanStart, text);
            if (inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal))
            {
                return inner.Substring(outer.Length);
            }
        }

        return null;
    }

    private static async Task<string> UnitOfOptionsAsync(Document document, CancellationToken cancellationToken)
    {
        var options = await document.GetOptionsAsync(cancellationToken).ConfigureAwait(false);
        return options.GetOption(FormattingOptions.UseTabs, LanguageNames.CSharp)
            ? "\t"
            : new string(' ', options.GetOption(FormattingOptions.IndentationSize, LanguageNames.CSharp));
    }
}
