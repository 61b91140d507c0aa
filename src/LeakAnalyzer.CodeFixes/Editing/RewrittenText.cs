using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>A document's text that is rewritten step by step: each step sees what the one before left.</summary>
internal sealed class RewrittenText(SyntaxTree tree, SourceText text)
{
    private readonly List<TextEdits> _steps = [];

    /// <summary>The text so far.</summary>
    public SourceText Text { get; private set; } = text;

    /// <summary>Whether any step was made.</summary>
    public bool HasChanged => _steps.Count > 0;

    /// <summary>The tree of the text so far.</summary>
    public SyntaxNode Root(CancellationToken cancellationToken) => tree.WithChangedText(Text).GetRoot(cancellationToken);

    /// <summary>Takes a step.</summary>
    public void Apply(TextEdits edits)
    {
        Text = edits.ApplyTo(Text);
        _steps.Add(edits);
    }

    /// <summary>Where a span of the first text lies now.</summary>
    public TextSpan Now(TextSpan span) => _steps.Aggregate(span, (now, edits) => edits.Map(now));
}
