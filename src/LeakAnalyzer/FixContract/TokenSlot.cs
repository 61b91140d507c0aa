using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.FixContract;

/// <summary>How a token is handed to a wait.</summary>
internal enum TokenSlotKind
{
    /// <summary>The span is an invocation; the token becomes one more argument, for the parameter <see cref="TokenSlot.ParameterName"/>.</summary>
    AddArgument,

    /// <summary>The span is an invocation of a function that a <see cref="TokenThread"/> gives a parameter; the token becomes its argument.</summary>
    AddNewArgument,

    /// <summary>The span is an argument's expression; the token takes its place.</summary>
    ReplaceArgument,

    /// <summary>The span is an async sequence; <c>.WithCancellation(token)</c> is put behind it.</summary>
    WithCancellation,

    /// <summary>The span is the condition of an endless loop, or the whole loop where it has none; the loop goes on until the token is cancelled.</summary>
    LoopCondition,

    /// <summary>The span is a <c>Task</c>; <c>.WaitAsync(token)</c> is put behind it.</summary>
    WaitAsync,
}

/// <summary>
/// A place where a token reaches one wait of the detached task: at the wait itself, or at the call through which the wait gets its
/// token. It lies in the scope, or in a function of a <see cref="TokenThread"/>.
/// </summary>
internal readonly record struct TokenSlot(TokenSlotKind Kind, TextSpan Span, string? ParameterName)
{
    private const char FieldSeparator = ',';
    private const char SlotSeparator = ';';

    /// <summary>The text form that travels in a diagnostic's properties.</summary>
    public static string Format(IEnumerable<TokenSlot> slots) =>
        string.Join(SlotSeparator.ToString(), slots.Select(slot => string.Join(
            FieldSeparator.ToString(), slot.Kind, SpanText.Format(slot.Span, FieldSeparator), slot.ParameterName)));

    /// <summary>Reads what <see cref="Format"/> wrote; anything else gives no slots.</summary>
    public static IReadOnlyList<TokenSlot> Parse(string? text)
    {
        var slots = new List<TokenSlot>();
        foreach (string part in (text ?? "").Split([SlotSeparator], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = part.Split(FieldSeparator);
            if (fields.Length != 4
                || !Enum.TryParse(fields[0], out TokenSlotKind kind)
                || SpanText.Parse(fields[1], fields[2]) is not { } span)
            {
                return [];
            }

            slots.Add(new TokenSlot(kind, span, fields[3].Length == 0 ? null : fields[3]));
        }

        return slots;
    }
}

/// <summary>A <see cref="TextSpan"/> as text: its start and its length.</summary>
internal static class SpanText
{
    /// <summary>The text form of a span.</summary>
    public static string Format(TextSpan span, char separator = ',') =>
        string.Format(CultureInfo.InvariantCulture, "{0}{1}{2}", span.Start, separator, span.Length);

    /// <summary>Reads a span from its two numbers; null where they aren't a span.</summary>
    public static TextSpan? Parse(string start, string length) =>
        int.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out int first)
        && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? new TextSpan(first, count)
            : null;

    /// <summary>Reads what <see cref="Format"/> wrote with the default separator; null where it isn't that.</summary>
    public static TextSpan? Parse(string? text) =>
        text?.Split(',') is [var start, var length] ? Parse(start, length) : null;
}
