using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>Makes a block with a frame in it out of the expression that is a function's body.</summary>
internal sealed class ExpressionBodyWrap(ScopeSyntax scope, bool returnsBody, SourceFrame frame, DocumentLayout layout, SourceText text)
{
    private readonly TextEdits _edits = new();
    private readonly ExpressionSyntax _body = scope.Expression!;

    /// <summary>The changes.</summary>
    public TextEdits Edits()
    {
        bool isProperty = scope.Function is BasePropertyDeclarationSyntax;
        string outer = DocumentLayout.IndentationAt(scope.Function.SpanStart, text);
        string block = isProperty ? outer + layout.IndentationUnit : outer;
        string inner = block + layout.IndentationUnit;
        (SyntaxToken arrow, SyntaxToken semicolon) = Delimiters();

        string head = isProperty
            ? frame.BeforeBrace(outer) + "{" + layout.LineBreak + block + "get" + frame.BeforeBrace(block) + "{"
            : frame.BeforeBrace(outer) + "{";
        string tail = layout.LineBreak + frame.Closing(inner) + layout.LineBreak + block + "}" + (isProperty ? layout.LineBreak + outer + "}" : "");
        string beforeBody = layout.LineBreak + inner + frame.Nesting;
        string comment = text.ToString(TextSpan.FromBounds(arrow.Span.End, _body.SpanStart)).Trim();

        bool isLambda = scope.Function is AnonymousFunctionExpressionSyntax;
        int start = isLambda ? arrow.Span.End : EndOfTextBefore(arrow.SpanStart);
        string opening = head + layout.LineBreak + frame.Opening(inner) + beforeBody
            + (comment.Length > 0 ? comment + beforeBody : "") + (returnsBody ? "return " : "");
        bool isFirstOnLine = DocumentLayout.IsFirstOnLine(_body.SpanStart, text);
        _edits.Replace(TextSpan.FromBounds(start, _body.SpanStart), opening);
        _edits.Insert(isLambda ? _body.Span.End : semicolon.Span.End, (isLambda ? ";" : "") + tail);

        // The lines of a body that began a line were indented once already.
        string shift = frame.Nesting + (isFirstOnLine ? "" : layout.IndentationUnit) + (isProperty ? layout.IndentationUnit : "");
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
