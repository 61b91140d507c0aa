using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Lists of statements: blocks, sections of a <c>switch</c>, top-level programs.</summary>
internal static class StatementLists
{
    /// <summary>What holds a statement; the compilation unit for a top-level one.</summary>
    public static SyntaxNode Around(SyntaxNode statement) =>
        statement.Parent is GlobalStatementSyntax { Parent: { } unit } ? unit : statement.Parent!;

    /// <summary>The statements that a node lists; none where it is no list.</summary>
    public static IReadOnlyList<StatementSyntax> Of(SyntaxNode? list) => list switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement).ToList(),
        _ => Array.Empty<StatementSyntax>(),
    };

    /// <summary>The number of the statement that a node stands in; -1 where it stands in none.</summary>
    public static int IndexOf(SyntaxNode node, IReadOnlyList<StatementSyntax> statements)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            if (statements[i].Span.Contains(node.Span))
            {
                return i;
            }
        }

        return -1;
    }
}
