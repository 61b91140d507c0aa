namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Lines that are put around statements.</summary>
internal interface IStatementFrame
{
    /// <summary>Whether an opening brace stands on a line of its own.</summary>
    bool BracesOnOwnLines { get; }

    /// <summary>What the framed code is indented by.</summary>
    string Nesting { get; }

    /// <summary>The lines before the framed statements, without the end of the last line.</summary>
    string Opening(string indentation);

    /// <summary>The lines after the framed statements, without the end of the last line.</summary>
    string Closing(string indentation);
}

/// <summary>A <c>try</c> whose <c>finally</c> runs some statements.</summary>
internal sealed class FinallyFrame(IReadOnlyList<string> statements, DocumentLayout layout, bool bracesOnOwnLines) : IStatementFrame
{
    /// <inheritdoc/>
    public bool BracesOnOwnLines { get; } = bracesOnOwnLines;

    /// <inheritdoc/>
    public string Nesting => layout.IndentationUnit;

    /// <inheritdoc/>
    public string Opening(string indentation) => Open(indentation, "try");

    /// <inheritdoc/>
    public string Closing(string indentation)
    {
        string opening = BracesOnOwnLines ? indentation + "}" + layout.LineBreak + Open(indentation, "finally") : Open(indentation, "} finally");
        IEnumerable<string> lines = statements.Select(statement => indentation + layout.IndentationUnit + statement);
        return string.Join(layout.LineBreak, [opening, .. lines, indentation + "}"]);
    }

    private string Open(string indentation, string line) =>
        indentation + line + (BracesOnOwnLines ? layout.LineBreak + indentation : " ") + "{";
}
