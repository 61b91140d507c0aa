using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>
/// Turns the expression body of a function into a block, and puts the lines of a frame, such as a <c>try</c> and its <c>finally</c>, around the expression.
/// </summary>
internal sealed class ExpressionBodyWrap(ScopeSyntax scope, bool returnsBody, IBodyFrame frame, DocumentLayout layout, SourceText text)
{
    private readonly TextEdits _edits = new();
    private readonly ExpressionSyntax _body = scope.Expression!;

    public TextEdits Edits()
    {
        bool isLambda = scope.Function is AnonymousFunctionExpressionSyntax;
        bool isProperty = scope.Function is BasePropertyDeclarationSyntax;
        string outer = DocumentLayout.IndentationAt(scope.Function.SpanStart, text);
        string block = isProperty ? outer + layout.IndentationUnit : outer;
        string inner = block + layout.IndentationUnit;
        (SyntaxToken arrow, SyntaxToken semicolon) = Delimiters();

        string beforeBrace = !isLambda && Comments.ReachTo(arrow) ? layout.LineBreak + outer : frame.BeforeBrace(outer);
        string head = isProperty
            ? beforeBrace + "{" + layout.LineBreak + block + "get" + frame.BeforeBrace(block) + "{"
            : beforeBrace + "{";
        string closing = frame.Closing(inner);
        string tail = (closing.Length > 0 ? layout.LineBreak + closing : "") + layout.LineBreak + block + "}" + (isProperty ? layout.LineBreak + outer + "}" : "");
        string beforeBody = layout.LineBreak + inner + frame.Nesting;
        string comment = text.ToString(TextSpan.FromBounds(arrow.Span.End, _body.SpanStart)).Trim();

        int start = isLambda ? arrow.Span.End : EndOfTextBefore(arrow.SpanStart);
        string opening = head + layout.LineBreak + frame.Opening(inner) + beforeBody
            + (comment.Length > 0 ? comment + beforeBody : "") + (returnsBody ? "return " : "");
        _edits.Replace(TextSpan.FromBounds(start, _body.SpanStart), opening);
        _edits.Insert(isLambda ? _body.Span.End : semicolon.Span.End, (isLambda ? ";" : "") + tail);

        // The other lines of the expression are shifted by as much as its first line, so that they stay aligned with it.
        string before = DocumentLayout.IndentationAt(_body.SpanStart, text);
        string after = inner + frame.Nesting;
        string shift = after.StartsWith(before, StringComparison.Ordinal) ? after.Substring(before.Length) : "";
        LineShift.Add(_body.SpanStart, _body.Span.End, shift, scope.Function, text, _edits);
        return _edits;
    }

    private (SyntaxToken Arrow, SyntaxToken Semicolon) Delimiters() => scope.Function switch
    {
        BaseMethodDeclarationSyntax method => (method.ExpressionBody!.ArrowToken, method.SemicolonToken),
        AccessorDeclarationSyntax accessor => (accessor.ExpressionBody!.ArrowToken, accessor.SemicolonToken),
        PropertyDeclarationSyntax property => (property.ExpressionBody!.ArrowToken, property.SemicolonToken),
        IndexerDeclarationSyntax indexer => (indexer.ExpressionBody!.ArrowToken, indexer.SemicolonToken),
        LocalFunctionStatementSyntax local => (local.ExpressionBody!.ArrowToken, local.SemicolonToken),
        _ => (((LambdaExpressionSyntax)scope.Function).ArrowToken, default),
    };

    private int EndOfTextBefore(int position)
    {
        while (position > 0 && char.IsWhiteSpace(text[position - 1]))
        {
            position--;
        }

        return position;
    }
}
