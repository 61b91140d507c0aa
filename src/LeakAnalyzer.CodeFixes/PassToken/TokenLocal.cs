using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>
/// Declares a local that reads a token, such as <c>Context.ConnectionAborted</c>, before a task is started. The task itself can't read it later, because the
/// object that returns it may then have been disposed.
/// </summary>
internal sealed class TokenLocal
{
    private readonly string _member;
    private readonly StatementSyntax _start;
    private readonly SourceDocument _source;

    private TokenLocal(string member, StatementSyntax start, SourceDocument source)
    {
        _member = member;
        _start = start;
        _source = source;
    }

    /// <summary>Creates the local for a report; null if it can't be declared right before the statement that starts the task.</summary>
    public static TokenLocal? For(string member, LeakReport report, SourceDocument source) =>
        source.Root.FindNode(report.Start).FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax } start
        && SyntaxQueries.EnclosingFunction(start) == SyntaxQueries.EnclosingFunction(source.Root.FindNode(report.Start))
        && DocumentLayout.IsFirstOnLine(start.SpanStart, source.Text)
        && source.Model.GetSpeculativeTypeInfo(start.SpanStart, SyntaxFactory.ParseExpression(member), SpeculativeBindingOption.BindAsExpression).Type is { Name: nameof(CancellationToken) }
            ? new TokenLocal(member, start, source)
            : null;

    /// <summary>Writes the declaration before the statement that starts the task, and returns the local's name.</summary>
    public string Declare(NameAllocator names, TextEdits edits)
    {
        string last = _member.Substring(_member.LastIndexOf('.') + 1);
        string name = names.Allocate(_start, char.ToLowerInvariant(last[0]) + last.Substring(1))[0];
        var types = ThreadingNames.At(_start.SpanStart, _source.Model);
        string indentation = DocumentLayout.IndentationAt(_start.SpanStart, _source.Text);
        edits.Insert(_start.SpanStart, $"{(types.NeedUsing ? "var" : types.Token)} {name} = {_member};{DocumentLayout.LineBreakOf(_source.Text)}{indentation}");
        return name;
    }
}
