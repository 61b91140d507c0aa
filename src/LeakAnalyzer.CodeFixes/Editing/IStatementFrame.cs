namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>The lines that a fix writes before and after some statements, such as a <c>try</c> and its <c>finally</c>.</summary>
internal interface IStatementFrame
{
    /// <summary>Whether an opening brace stands on a line of its own.</summary>
    bool BracesOnOwnLines { get; }

    /// <summary>Gets the white space by which the frame indents the code in it.</summary>
    string Nesting { get; }

    /// <summary>Gets the lines before the framed statements, without a line break after the last line.</summary>
    string Opening(string indentation);

    /// <summary>Gets the lines after the framed statements, without a line break after the last line.</summary>
    string Closing(string indentation);
}

/// <summary>A frame that puts the framed statements into a <c>try</c>, and other statements into its <c>finally</c>.</summary>
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
