using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Reads the nodes that contain a list of statements: blocks, sections of a <c>switch</c>, top-level programs.</summary>
internal static class StatementLists
{
    /// <summary>Gets the parent of a statement; the compilation unit for a top-level statement.</summary>
    public static SyntaxNode Around(SyntaxNode statement) =>
        statement.Parent is GlobalStatementSyntax { Parent: { } unit } ? unit : statement.Parent!;

    /// <summary>Gets the statements of a node that contains a list of statements; empty for any other node.</summary>
    public static IReadOnlyList<StatementSyntax> Of(SyntaxNode? list) => list switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement).ToList(),
        _ => Array.Empty<StatementSyntax>(),
    };

    /// <summary>Gets the index of the statement that is or contains a node; -1 if none of the statements does.</summary>
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
