using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.FixContract;

/// <summary>How a task that nobody joins stands in the code.</summary>
internal enum JoinForm
{
    /// <summary>The span is the call, in a statement that drops its task.</summary>
    Dropped,

    /// <summary>The same, and the task is a <c>ValueTask</c>.</summary>
    DroppedValueTask,

    /// <summary>The span is the declaration of a local of type <c>Task</c> that is never joined.</summary>
    Local,
}

/// <summary>Where a task is started that can be kept and awaited once it is cancelled: nothing else holds it.</summary>
/// <param name="Form">How it stands there.</param>
/// <param name="Span">The node that the form speaks of.</param>
internal readonly record struct JoinPlace(JoinForm Form, TextSpan Span)
{
    private const char Separator = ',';

    /// <summary>The text form that travels in a diagnostic's properties.</summary>
    public string Format() => string.Join(Separator.ToString(), Form, SpanText.Format(Span, Separator));

    /// <summary>Reads what <see cref="Format"/> wrote; null where it isn't that.</summary>
    public static JoinPlace? Parse(string? text) =>
        text?.Split(Separator) is [var form, var start, var length]
        && Enum.TryParse(form, out JoinForm known)
        && SpanText.Parse(start, length) is { } span
            ? new JoinPlace(known, span)
            : null;
}
