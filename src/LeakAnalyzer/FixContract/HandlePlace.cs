using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.FixContract;

/// <summary>How the code holds what has to be disposed.</summary>
internal enum HandleForm
{
    /// <summary>The span is the declaration of the local that holds it.</summary>
    Declaration,

    /// <summary>The span is the statement whose result it is, and that drops it.</summary>
    Statement,

    /// <summary>The span is a call in an expression; it can be evaluated in front of its statement.</summary>
    Call,
}

/// <summary>Where something stands that has to be disposed.</summary>
/// <param name="Form">How it is held.</param>
/// <param name="Span">The piece of code.</param>
/// <param name="CanAwait">Whether its disposal can be awaited there.</param>
internal readonly record struct HandlePlace(HandleForm Form, TextSpan Span, bool CanAwait)
{
    private const char Separator = ',';

    /// <summary>The text form that travels in a diagnostic's properties.</summary>
    public override string ToString() => string.Join(Separator.ToString(), Form, SpanText.Format(Span, Separator), CanAwait);

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it isn't that.</summary>
    public static HandlePlace? Parse(string? text) =>
        text?.Split(Separator) is [var form, var start, var length, var canAwait]
        && Enum.TryParse(form, out HandleForm kind)
        && SpanText.Parse(start, length) is { } span
        && bool.TryParse(canAwait, out bool awaits)
            ? new HandlePlace(kind, span, awaits)
            : null;
}
