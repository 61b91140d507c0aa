namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>The lines that a fix writes around the expression body of a function when the fix turns that body into a block.</summary>
internal interface IBodyFrame : IStatementFrame
{
    /// <summary>Gets the white space before an opening brace: a line break and the indentation, or a space.</summary>
    string BeforeBrace(string indentation);
}

/// <summary>A frame that writes some lines before the expression of an expression body, and none after it.</summary>
internal sealed class LineFrame(IReadOnlyList<string> lines, DocumentLayout layout, bool bracesOnOwnLines) : IBodyFrame
{
    public LineFrame(string line, DocumentLayout layout, bool bracesOnOwnLines)
        : this([line], layout, bracesOnOwnLines)
    {
    }

    /// <inheritdoc/>
    public bool BracesOnOwnLines { get; } = bracesOnOwnLines;

    /// <inheritdoc/>
    public string Nesting => "";

    /// <inheritdoc/>
    public string Opening(string indentation) =>
        string.Join(layout.LineBreak, lines.Select(line => line.Length == 0 ? line : indentation + line));

    /// <inheritdoc/>
    public string Closing(string indentation) => "";

    /// <inheritdoc/>
    public string BeforeBrace(string indentation) => BracesOnOwnLines ? layout.LineBreak + indentation : " ";
}
