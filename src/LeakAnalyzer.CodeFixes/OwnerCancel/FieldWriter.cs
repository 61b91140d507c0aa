using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>Adds a field to a type.</summary>
internal static class FieldWriter
{
    /// <summary>Adds a field after the first fields that follow each other, or as the first member if the type has no fields.</summary>
    public static void Add(TypeDeclarationSyntax type, string field, DocumentLayout layout, SourceText text, TextEdits edits)
    {
        if (LastOfFirstRun(type.Members) is not { } last)
        {
            AddFirst(type, field, layout, text, edits);
        }
        else if (!DocumentLayout.IsFirstOnLine(last.SpanStart, text))
        {
            edits.Insert(last.Span.End, " " + field);
        }
        else
        {
            string indentation = DocumentLayout.IndentationAt(last.SpanStart, text);
            string gap = IsApart(last, type) ? layout.LineBreak : "";
            edits.Insert(EndOfLine(last), layout.LineBreak + gap + indentation + field);
        }
    }

    private static void AddFirst(TypeDeclarationSyntax type, string field, DocumentLayout layout, SourceText text, TextEdits edits)
    {
        MemberDeclarationSyntax first = type.Members[0];
        if (!DocumentLayout.IsFirstOnLine(first.SpanStart, text))
        {
            edits.Insert(first.SpanStart, field + " ");
            return;
        }

        string line = DocumentLayout.IndentationAt(first.SpanStart, text) + field + layout.LineBreak + layout.LineBreak;
        edits.Insert(text.Lines.GetLineFromPosition(type.OpenBraceToken.SpanStart).EndIncludingLineBreak, line);
    }

    /// <summary>
    /// Gets the field after which the new one is written: of the first fields that follow each other, the last instance field or else the last one.
    /// </summary>
    private static FieldDeclarationSyntax? LastOfFirstRun(SyntaxList<MemberDeclarationSyntax> members)
    {
        var run = members.SkipWhile(member => member is not FieldDeclarationSyntax).TakeWhile(member => member is FieldDeclarationSyntax).Cast<FieldDeclarationSyntax>().ToList();
        return run.LastOrDefault(field => !field.Modifiers.Any(SyntaxKind.StaticKeyword) && !field.Modifiers.Any(SyntaxKind.ConstKeyword)) ?? run.LastOrDefault();
    }

    private static bool IsApart(FieldDeclarationSyntax field, TypeDeclarationSyntax type) =>
        type.Members.IndexOf(field) > 0
        && type.Members[type.Members.IndexOf(field) - 1] is FieldDeclarationSyntax
        && field.GetLeadingTrivia().FirstOrDefault(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)).IsKind(SyntaxKind.EndOfLineTrivia);

    /// <summary>Gets the position after a field and a comment on its line.</summary>
    private static int EndOfLine(FieldDeclarationSyntax field)
    {
        int end = field.Span.End;
        foreach (SyntaxTrivia trivia in field.GetTrailingTrivia())
        {
            if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
            {
                end = trivia.Span.End;
            }
        }

        return end;
    }
}
