using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Dispose;

/// <summary>Replaces a statement by a <c>using</c> statement around the rest of the block, for a language version without <c>using</c> declarations.</summary>
internal static class UsingNest
{
    /// <summary>
    /// Gets the edits that replace a statement by the head of a <c>using</c> statement, such as <c>using (var a = b)</c>, and put the rest of the block into
    /// it; null if the rest can't be put there.
    /// </summary>
    public static TextEdits? Edits(StatementSyntax statement, string head, SourceText text, DocumentLayout layout)
    {
        SyntaxNode list = statement.Parent!;
        List<StatementSyntax> statements = [.. list.ChildNodes().OfType<StatementSyntax>()];
        List<StatementSyntax> rest = [.. statements.SkipWhile(other => other != statement).Skip(1)];
        if (rest.Count == 0 || !CanNest(statements, rest, list))
        {
            return null;
        }

        StatementSyntax last = rest[rest.Count - 1];
        string indentation = DocumentLayout.IndentationAt(statement.SpanStart, text);
        var edits = new TextEdits();
        if (!statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            edits.Replace(statement.Span, head + " {");
            edits.Insert(last.Span.End, " }");
            return edits;
        }

        int from = statement.FullSpan.End;
        bool ownLines = DocumentLayout.HasBracesOnOwnLines(list, text);
        edits.Replace(statement.Span, ownLines ? head : head + " {");
        if (ownLines)
        {
            edits.Insert(from, indentation + "{" + layout.LineBreak);
        }

        int to = last.FullSpan.End;
        if (list is BlockSyntax { CloseBraceToken: var brace } && DocumentLayout.IsFirstOnLine(brace.SpanStart, text))
        {
            to = text.Lines.GetLineFromPosition(brace.SpanStart).Start;
        }

        bool endsLine = to == text.Length || text.Lines.GetLineFromPosition(to).Start == to;
        if (!Directives.AreBalanced(TextSpan.FromBounds(from, to), list))
        {
            return null;
        }

        LineShift.Add(from, to, layout.IndentationUnit, list, text, edits);
        edits.Insert(to, endsLine ? indentation + "}" + layout.LineBreak : layout.LineBreak + indentation + "}");
        return edits;
    }

    /// <summary>Whether no code outside the rest of the block refers to a name that would no longer be visible there.</summary>
    private static bool CanNest(List<StatementSyntax> statements, List<StatementSyntax> rest, SyntaxNode list)
    {
        var functions = new HashSet<string>(rest.OfType<LocalFunctionStatementSyntax>().Select(function => function.Identifier.ValueText));
        if (statements.Take(statements.Count - rest.Count).Any(other => Identifiers.Mentions(other, functions)))
        {
            return false;
        }

        if (list is not SwitchSectionSyntax { Parent: SwitchStatementSyntax { Sections: var sections } })
        {
            return true;
        }

        functions.UnionWith(statements.OfType<LocalDeclarationStatementSyntax>().SelectMany(local => local.Declaration.Variables).Select(local => local.Identifier.ValueText));
        functions.UnionWith(list.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(variable => variable.Identifier.ValueText));
        return !sections.Any(section => section != list && Identifiers.Mentions(section, functions));
    }
}
