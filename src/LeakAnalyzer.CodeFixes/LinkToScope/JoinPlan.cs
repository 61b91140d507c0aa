using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>
/// The code by which a function awaits the tasks that it starts: it keeps each task in a variable, and awaits the tasks after it has cancelled their token.
/// </summary>
internal sealed class JoinPlan
{
    private const string Tasks = "System.Threading.Tasks";

    private readonly List<(JoinPlace Place, string Variable)> _kept;

    private JoinPlan(List<(JoinPlace Place, string Variable)> kept, IReadOnlyList<string> declarations, IReadOnlyList<string> statements)
    {
        _kept = kept;
        Declarations = declarations;
        Statements = statements;
    }

    /// <summary>Gets the lines that declare the variables, with <c>Task.CompletedTask</c> as their first value.</summary>
    public IReadOnlyList<string> Declarations { get; }

    /// <summary>Gets the lines of the statements that await the tasks; the outermost lines have no indentation.</summary>
    public IReadOnlyList<string> Statements { get; }

    /// <summary>Creates the plan for the tasks of some reports; null if one of the tasks can't be kept in a variable.</summary>
    public static JoinPlan? Of(IReadOnlyList<LeakReport> reports, ScopeSyntax scope, SyntaxNode place, NameAllocator names, SourceDocument source, DocumentLayout layout)
    {
        SemanticModel model = source.Model;
        if (scope.Expression is not null || model.Compilation.GetTypeByMetadataName($"{Tasks}.{nameof(Task)}")?.GetMembers(nameof(Task.CompletedTask)).IsEmpty != false)
        {
            return null;
        }

        string wish = reports[0].Remedy.Token is null ? "scopeTask" : "linkedTask";
        var kept = new List<(JoinPlace Place, string Variable)>();
        foreach (LeakReport report in reports)
        {
            if (report.Remedy.Join is not { } join)
            {
                return null;
            }

            kept.Add((join, StatementAt(join) is LocalDeclarationStatementSyntax local ? local.Declaration.Variables[0].Identifier.Text : names.Allocate(place, wish)[0]));
        }

        string type = JoinStatements.TypeName(Tasks, nameof(Task), place.SpanStart, model);
        bool bracesOnOwnLines = DocumentLayout.HasBracesOnOwnLines(scope.Block ?? scope.Function, source.Text);
        string joined = kept.Count == 1 ? kept[0].Variable : names.Allocate(place, wish + "s")[0];
        IReadOnlyList<string> statements = JoinStatements.Of(joined, scope.Function, place.SpanStart, model, layout, bracesOnOwnLines);
        return new JoinPlan(
            kept,
            [.. kept.Select(task => $"{type} {task.Variable} = {type}.{nameof(Task.CompletedTask)};")],
            kept.Count == 1 ? statements : [$"{type} {joined} = {type}.{nameof(Task.WhenAll)}({string.Join(", ", kept.Select(task => task.Variable))});", .. statements]);
    }

    /// <summary>Adds the changes that assign each task to its variable where the task is started.</summary>
    public void Keep(SyntaxNode root, TextEdits edits)
    {
        foreach ((JoinPlace place, string variable) in _kept)
        {
            StatementSyntax statement = StatementAt(place);
            switch (statement)
            {
                case LocalDeclarationStatementSyntax { Declaration.Variables: [var local] }:
                    var declared = TextSpan.FromBounds(statement.SpanStart, local.SpanStart);
                    edits.Replace(declared, Comments.In(declared, root));
                    break;
                case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: var discard } }:
                    edits.Replace(discard.Span, variable);
                    break;
                default:
                    edits.Insert(statement.SpanStart, $"{variable} = ");
                    break;
            }

            if (place.Form == JoinForm.DroppedValueTask)
            {
                edits.Insert(place.Node.Span.End, ".AsTask()");
            }
        }
    }

    private static StatementSyntax StatementAt(JoinPlace place) => place.Node.FirstAncestorOrSelf<StatementSyntax>()!;
}
