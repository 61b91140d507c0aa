using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>Writes overrides of inherited methods as the last members of a type.</summary>
internal sealed class OverrideWriter(TypeDeclarationSyntax type, OwnerDocument document)
{
    private const string Tasks = "System.Threading.Tasks";

    /// <summary>Adds the override of a method, with the given lines before the call of the base method.</summary>
    public void Add(InheritedEnd method, IReadOnlyList<string> lines, TextEdits edits)
    {
        string outer = DocumentLayout.IndentationAt(type.CloseBraceToken.SpanStart, document.Text) + document.Layout.IndentationUnit;
        string inner = outer + document.Layout.IndentationUnit;
        (string head, string call) = Parts(method);
        bool isBlank = lines[lines.Count - 1] == "}";
        string[] body = [.. lines.Select(line => line.Length == 0 ? line : inner + line), .. isBlank ? new[] { "" } : [], inner + call];
        string[] start = DocumentLayout.HasBracesOnOwnLines(type, document.Text) ? [outer + head, outer + "{"] : [outer + head + " {"];
        string[] comment = IsDocumented() ? [outer + "/// <inheritdoc/>"] : [];
        edits.Insert(
            document.Text.Lines.GetLineFromPosition(type.CloseBraceToken.SpanStart).Start,
            string.Concat(((string[])["", .. comment, .. start, .. body, outer + "}"]).Select(line => line + document.Layout.LineBreak)));
    }

    private (string Head, string Call) Parts(InheritedEnd method)
    {
        int position = type.CloseBraceToken.SpanStart;
        string parameter = NameAllocator.Escape(method.Parameter ?? "");
        string call = $"base.{method.Name}({parameter})";
        string later = $"await {call}{(AwaitHabit.LeavesContext(type) ? ".ConfigureAwait(false)" : "")};";
        return (method.Name, method.Parameter) switch
        {
            (nameof(IDisposable.Dispose), null) => ($"{method.Access} override void {method.Name}()", call + ";"),
            (nameof(IDisposable.Dispose), _) => ($"{method.Access} override void {method.Name}(bool {parameter})", call + ";"),
            (_, null) => ($"{method.Access} override async {TypeName("ValueTask")} {method.Name}()", later),
            _ => ($"{method.Access} override async {TypeName(nameof(Task))} {method.Name}({document.TypesAt(position).Token} {parameter})", later),
        };

        string TypeName(string name) => JoinStatements.TypeName(Tasks, name, position, document.Model);
    }

    /// <summary>Whether the type or one of its members has documentation. The override then needs it too, because a warning may demand it.</summary>
    private bool IsDocumented() =>
        type.Members.Prepend(type).Any(member => member.GetLeadingTrivia().Any(trivia => trivia.HasStructure && trivia.GetStructure() is DocumentationCommentTriviaSyntax));
}
