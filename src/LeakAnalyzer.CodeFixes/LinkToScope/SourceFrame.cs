using System.Text;
using LeakAnalyzer.CodeFixes.Editing;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>
/// The lines that a fix writes around code that starts tasks: the declaration of a <c>CancellationTokenSource</c>, a <c>try</c>, and the <c>finally</c> that
/// cancels the source.
/// </summary>
internal sealed class SourceFrame(LinkPlan plan, DocumentLayout layout, bool bracesOnOwnLines) : IBodyFrame
{
    private readonly StringBuilder _lines = new();

    /// <inheritdoc/>
    public bool BracesOnOwnLines { get; } = bracesOnOwnLines;

    /// <inheritdoc/>
    public string Nesting { get; } = plan.HasUsingDeclarations ? layout.IndentationUnit : layout.IndentationUnit + layout.IndentationUnit;

    /// <inheritdoc/>
    public string Opening(string indentation)
    {
        if (plan.HasUsingDeclarations)
        {
            Line(indentation, $"using var {plan.SourceName} = {plan.Creation};");
        }
        else
        {
            OpenBrace(indentation, $"using (var {plan.SourceName} = {plan.Creation})");
            indentation += layout.IndentationUnit;
        }

        Line(indentation, $"{plan.Types.Token} {plan.TokenName} = {plan.SourceName}.Token;");
        foreach (string declaration in plan.Join?.Declarations ?? [])
        {
            Line(indentation, declaration);
        }

        OpenBrace(indentation, "try");
        return Take();
    }

    /// <inheritdoc/>
    public string Closing(string indentation)
    {
        string inner = plan.HasUsingDeclarations ? indentation : indentation + layout.IndentationUnit;
        if (BracesOnOwnLines)
        {
            Line(inner, "}");
            OpenBrace(inner, "finally");
        }
        else
        {
            OpenBrace(inner, "} finally");
        }

        foreach (string statement in (IEnumerable<string>)[plan.Cancellation + ";", .. plan.Join?.Statements ?? []])
        {
            Line(inner + layout.IndentationUnit, statement);
        }

        Line(inner, "}");
        if (!plan.HasUsingDeclarations)
        {
            Line(indentation, "}");
        }

        return Take();
    }

    /// <inheritdoc/>
    public string BeforeBrace(string indentation) => BracesOnOwnLines ? layout.LineBreak + indentation : " ";

    private void OpenBrace(string indentation, string line) => Line(indentation, line + BeforeBrace(indentation) + "{");

    private void Line(string indentation, string line)
    {
        if (_lines.Length > 0)
        {
            _lines.Append(layout.LineBreak);
        }

        _lines.Append(indentation).Append(line);
    }

    private string Take()
    {
        string lines = _lines.ToString();
        _lines.Clear();
        return lines;
    }
}
