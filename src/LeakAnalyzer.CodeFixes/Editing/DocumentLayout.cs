using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>
/// The line breaks and the indentation of a document. They are read from its text or, if this shows no indentation, from the document's options.
/// </summary>
/// <param name="LineBreak">The characters that end a line.</param>
/// <param name="IndentationUnit">The white space by which one level of nesting indents a line.</param>
internal sealed record DocumentLayout(string LineBreak, string IndentationUnit)
{
    public static async Task<DocumentLayout> OfAsync(SourceDocument source, CancellationToken cancellationToken)
    {
        string unit = FirstNesting(source.Root, source.Text) ?? await UnitOfOptionsAsync(source.Document, cancellationToken).ConfigureAwait(false);
        return new DocumentLayout(LineBreakOf(source.Text), unit);
    }

    /// <summary>Gets the line break of a text's first line, or <c>\n</c> if the text has no line break.</summary>
    public static string LineBreakOf(SourceText text)
    {
        TextLine first = text.Lines[0];
        return first.End == first.EndIncludingLineBreak ? "\n" : text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak));
    }

    /// <summary>Gets the white space at the beginning of the line that contains a position.</summary>
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

    /// <summary>Gets the lines of a block.</summary>
    /// <param name="head">What stands before the block, such as <c>if (disposing)</c>.</param>
    /// <param name="lines">The lines in the block; an empty string stands for a blank line.</param>
    /// <param name="bracesOnOwnLines">Whether the opening brace is on a line of its own.</param>
    public IReadOnlyList<string> Block(string head, IEnumerable<string> lines, bool bracesOnOwnLines)
    {
        IEnumerable<string> body = lines.Select(line => line.Length == 0 ? "" : IndentationUnit + line);
        return bracesOnOwnLines ? [head, "{", .. body, "}"] : [head + " {", .. body, "}"];
    }

    /// <summary>Whether only white space stands before a position on its line.</summary>
    public static bool IsFirstOnLine(int position, SourceText text) =>
        text.Lines.GetLineFromPosition(position).Start + IndentationAt(position, text).Length >= position;

    /// <summary>Whether the innermost block or type of several lines around a node has its opening brace on a line of its own; true if there is none.</summary>
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

    /// <summary>Finds the white space by which a member is indented more than its type, or a statement more than its block.</summary>
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
