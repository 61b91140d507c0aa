using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>Writes lines of code at a <see cref="CodePlace"/>.</summary>
internal sealed class PlacedLines(SemanticModel model, SourceText text, DocumentLayout layout)
{
    public bool CanWrite(CodePlace place) => place.Form switch
    {
        PlaceForm.Embedded => Embedded.Brace((StatementSyntax)place.Node, text, layout) is not null,
        PlaceForm.Override => DocumentLayout.IsFirstOnLine(((TypeDeclarationSyntax)place.Node).CloseBraceToken.SpanStart, text),
        PlaceForm.ExpressionBody => !place.Node.ContainsDirectives && ScopeSyntax.Of(place.Node) is { Expression: not null },
        PlaceForm.IdleBody => !place.Node.ContainsDirectives,
        _ => place.Node is BlockSyntax or StatementSyntax { Parent: BlockSyntax },
    };

    /// <summary>Writes lines at a position. An empty string stands for a blank line.</summary>
    public void Write(CodePlace place, IReadOnlyList<string> lines, TextEdits edits)
    {
        SyntaxNode node = place.Node;
        if (place.Form is not (PlaceForm.AtEndOf or PlaceForm.IdleBody) && lines[lines.Count - 1] == "}")
        {
            lines = [.. lines, ""];
        }

        switch (place.Form)
        {
            case PlaceForm.ExpressionBody:
                bool bracesOnOwnLines = DocumentLayout.HasBracesOnOwnLines(node, text);
                ScopeSyntax scope = ScopeSyntax.Of(node)!;
                edits.Add(new ExpressionBodyWrap(scope, ScopeSyntax.ReturnsBody(node, model), new LineFrame(lines, layout, bracesOnOwnLines), layout, text).Edits());
                break;

            case PlaceForm.IdleBody:
                InPlaceOfBody((MethodDeclarationSyntax)node, lines, edits);
                break;

            case PlaceForm.Embedded:
                edits.Add(Embedded.Brace((StatementSyntax)node, text, layout)!);
                Before((StatementSyntax)node, DocumentLayout.IndentationAt(node.Parent!.SpanStart, text) + layout.IndentationUnit, lines, edits);
                break;

            case PlaceForm.Before:
                var block = (BlockSyntax)node.Parent!;
                Before((StatementSyntax)node, IndentationIn(block), lines, edits);
                LayOut(block, block.Statements.IndexOf((StatementSyntax)node), edits);
                break;

            default:
                AtEndOf((BlockSyntax)node, lines, edits);
                break;
        }
    }

    private string Text(string indentation, IEnumerable<string> lines) =>
        string.Concat(lines.Select(line => (line.Length == 0 ? "" : indentation + line) + layout.LineBreak));

    private void Before(StatementSyntax statement, string indentation, IReadOnlyList<string> lines, TextEdits edits)
    {
        if (DocumentLayout.IsFirstOnLine(statement.SpanStart, text))
        {
            edits.Insert(LeadingLines.StartOf(statement, withDirectives: false), Text(indentation, lines));
        }
        else if (statement.Parent is BlockSyntax)
        {
            edits.ReplaceSpaceBefore(statement.SpanStart, layout.LineBreak + Text(indentation, lines) + indentation, text);
        }
        else
        {
            edits.Insert(statement.SpanStart, Text(indentation, lines).TrimStart() + indentation);
        }
    }

    private void AtEndOf(BlockSyntax block, IReadOnlyList<string> lines, TextEdits edits)
    {
        int brace = block.CloseBraceToken.SpanStart;
        string all = Text(IndentationIn(block), lines);
        if (DocumentLayout.IsFirstOnLine(brace, text))
        {
            edits.Insert(text.Lines.GetLineFromPosition(brace).Start, all);
        }
        else
        {
            edits.ReplaceSpaceBefore(brace, layout.LineBreak + all + DocumentLayout.IndentationAt(block.SpanStart, text), text);
            LayOut(block, written: block.Statements.Count, edits);
        }
    }

    private void InPlaceOfBody(MethodDeclarationSyntax method, IReadOnlyList<string> lines, TextEdits edits)
    {
        string outer = DocumentLayout.IndentationAt(method.SpanStart, text);
        SyntaxToken arrow = method.ExpressionBody!.ArrowToken;
        string beforeBrace = Comments.ReachTo(arrow) || DocumentLayout.HasBracesOnOwnLines(method, text) ? layout.LineBreak + outer : " ";
        string comments = Comments.In(TextSpan.FromBounds(arrow.SpanStart, method.SemicolonToken.SpanStart), method).Trim();
        lines = comments.Length == 0 ? lines : [comments, .. lines];
        var head = TextSpan.FromBounds(method.SpanStart, arrow.SpanStart);
        int end = head.Start + text.ToString(head).TrimEnd().Length;
        string block = $"{beforeBrace}{{{layout.LineBreak}{Text(outer + layout.IndentationUnit, lines)}{outer}}}";
        edits.Replace(TextSpan.FromBounds(end, method.SemicolonToken.Span.End), block);
    }

    private string IndentationIn(BlockSyntax block) =>
        block.Statements.FirstOrDefault() is { } first && DocumentLayout.IsFirstOnLine(first.SpanStart, text)
            ? DocumentLayout.IndentationAt(first.SpanStart, text)
            : DocumentLayout.IndentationAt(block.SpanStart, text) + layout.IndentationUnit;

    /// <summary>
    /// Writes each statement of a one-line block, and its closing brace, on a line of its own. The one at the index <paramref name="written"/> already is on
    /// one.
    /// </summary>
    private void LayOut(BlockSyntax block, int written, TextEdits edits)
    {
        if (text.Lines.GetLineFromPosition(block.SpanStart).LineNumber != text.Lines.GetLineFromPosition(block.CloseBraceToken.SpanStart).LineNumber)
        {
            return;
        }

        string outer = DocumentLayout.IndentationAt(block.SpanStart, text);
        if (DocumentLayout.HasBracesOnOwnLines(block, text) && !DocumentLayout.IsFirstOnLine(block.SpanStart, text))
        {
            edits.ReplaceSpaceBefore(block.SpanStart, layout.LineBreak + outer, text);
        }

        for (int i = 0; i < block.Statements.Count; i++)
        {
            if (i != written)
            {
                edits.ReplaceSpaceBefore(block.Statements[i].SpanStart, layout.LineBreak + IndentationIn(block), text);
            }
        }

        if (written < block.Statements.Count)
        {
            edits.ReplaceSpaceBefore(block.CloseBraceToken.SpanStart, layout.LineBreak + outer, text);
        }
    }
}
