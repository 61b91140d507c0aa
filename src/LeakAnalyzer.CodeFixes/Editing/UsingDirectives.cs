using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Adds <c>using</c> directives to a document, sorted among the existing ones.</summary>
internal static class UsingDirectives
{
    /// <summary>
    /// Adds directives, so that the code at the given positions can use a namespace. They go to the innermost <c>using</c> directives around each position.
    /// </summary>
    public static void Add(CompilationUnitSyntax root, IEnumerable<int> positions, string name, SourceText text, TextEdits edits)
    {
        foreach (SyntaxList<UsingDirectiveSyntax> usings in positions.Select(position => UsingsAround(root, position)).Distinct())
        {
            if (usings.Count == 0)
            {
                InsertAsFirst(root, $"using {name};", DocumentLayout.LineBreakOf(text), text, edits);
            }
            else
            {
                Insert(usings, name, text, edits);
            }
        }
    }

    private static void Insert(SyntaxList<UsingDirectiveSyntax> usings, string name, SourceText text, TextEdits edits)
    {
        string lineBreak = DocumentLayout.LineBreakOf(text);
        UsingDirectiveSyntax? before = usings.LastOrDefault(directive => IsPlain(directive) && StaysBefore(directive.Name!.ToString(), before: name))
            ?? usings.LastOrDefault(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.None));
        if (before is not null)
        {
            edits.Insert(before.Span.End, $"{lineBreak}{DocumentLayout.IndentationAt(before.SpanStart, text)}using {name};");
        }
        else
        {
            edits.Insert(usings[0].SpanStart, $"using {name};{lineBreak}{DocumentLayout.IndentationAt(usings[0].SpanStart, text)}");
        }
    }

    private static SyntaxList<UsingDirectiveSyntax> UsingsAround(CompilationUnitSyntax root, int position)
    {
        foreach (SyntaxNode node in root.FindToken(position).Parent!.AncestorsAndSelf())
        {
            if (node is BaseNamespaceDeclarationSyntax { Usings: { Count: > 0 } usings })
            {
                return usings;
            }
        }

        return root.Usings;
    }

    private static void InsertAsFirst(CompilationUnitSyntax root, string directive, string lineBreak, SourceText text, TextEdits edits)
    {
        if (root.Externs.LastOrDefault() is { } alias)
        {
            edits.Insert(alias.Span.End, lineBreak + directive);
            return;
        }

        edits.Insert(AfterHeader(root.GetFirstToken(includeZeroWidth: true).LeadingTrivia, text), directive + lineBreak + lineBreak);
    }

    /// <summary>Finds the position of the first <c>using</c> directive: after the header, which consists of comments and directives.</summary>
    private static int AfterHeader(SyntaxTriviaList leading, SourceText text)
    {
        int position = 0;
        foreach (SyntaxTrivia trivia in leading)
        {
            if (trivia.Kind() is SyntaxKind.IfDirectiveTrivia or SyntaxKind.RegionDirectiveTrivia)
            {
                break;
            }

            if (trivia.IsDirective || trivia.IsKind(SyntaxKind.EndOfLineTrivia) && text.Lines.GetLineFromPosition(trivia.SpanStart).Span.IsEmpty)
            {
                position = trivia.FullSpan.End;
            }
        }

        return position;
    }

    private static bool IsPlain(UsingDirectiveSyntax directive) =>
        directive.Alias is null && directive.Name is not null && directive.StaticKeyword.IsKind(SyntaxKind.None) && directive.GlobalKeyword.IsKind(SyntaxKind.None);

    /// <summary>
    /// Whether an existing directive of <paramref name="name"/> stays before a new one of <paramref name="before"/>. Namespaces of <c>System</c> are sorted
    /// first.
    /// </summary>
    private static bool StaysBefore(string name, string before) =>
        IsOfSystem(name) && string.Compare(name, before, StringComparison.Ordinal) < 0;

    private static bool IsOfSystem(string name) => name == nameof(System) || name.StartsWith("System.", StringComparison.Ordinal);
}
