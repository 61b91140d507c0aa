namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Lines that are put around the expression that was a function's body.</summary>
internal interface IBodyFrame : IStatementFrame
{
    /// <summary>What stands between a line and the brace that it opens.</summary>
    string BeforeBrace(string indentation);
}

/// <summary>Some lines before the expression, which becomes a statement.</summary>
internal sealed class LineFrame(IReadOnlyList<string> lines, DocumentLayout layout, bool bracesOnOwnLines) : IBodyFrame
{
    /// <summary>Makes the frame of one line.</summary>
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
