using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>A document's text that a fix rewrites in steps. The edits of each step refer to the text that results from the steps before it.</summary>
internal sealed class RewrittenText(SyntaxTree tree, SourceText text)
{
    private readonly List<TextEdits> _steps = [];

    /// <summary>Gets the text that results from all steps up to now.</summary>
    public SourceText Text { get; private set; } = text;

    public bool HasChanged => _steps.Count > 0;

    /// <summary>Parses the text that results from all steps up to now, and returns the root of its tree.</summary>
    public SyntaxNode Root(CancellationToken cancellationToken) => tree.WithChangedText(Text).GetRoot(cancellationToken);

    /// <summary>Applies edits to the current <see cref="Text"/>.</summary>
    public void Apply(TextEdits edits)
    {
        Text = edits.ApplyTo(Text);
        _steps.Add(edits);
    }

    /// <summary>Maps a span of the original text to the text that results from all steps up to now.</summary>
    public TextSpan Now(TextSpan span) => _steps.Aggregate(span, (now, edits) => edits.Map(now));
}
