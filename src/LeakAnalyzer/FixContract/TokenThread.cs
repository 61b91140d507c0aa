using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.FixContract;

/// <summary>A called function through which a token goes on its way to the waits of a detached task.</summary>
/// <param name="FilePath">The path of the tree that the function is declared in, which may be another than the scope's.</param>
/// <param name="Span">Its declaration.</param>
/// <param name="Parameter">Its parameter that takes the token; null where it is to gain one.</param>
/// <param name="Slots">Where it waits with the token, or passes it on.</param>
internal sealed record TokenThread(string FilePath, TextSpan Span, string? Parameter, IReadOnlyList<TokenSlot> Slots)
{
    private const char FieldSeparator = '|';
    private const char ThreadSeparator = '\n';
    private const int Fields = 4;

    /// <summary>The text form that travels in a diagnostic's properties.</summary>
    public static string Format(IEnumerable<TokenThread> threads) =>
        string.Join(ThreadSeparator.ToString(), threads.Select(thread => string.Join(
            FieldSeparator.ToString(), SpanText.Format(thread.Span), thread.Parameter, TokenSlot.Format(thread.Slots), thread.FilePath)));

    /// <summary>Reads what <see cref="Format"/> wrote; null where it isn't that.</summary>
    public static IReadOnlyList<TokenThread>? Parse(string? text)
    {
        var threads = new List<TokenThread>();
        foreach (string line in (text ?? "").Split([ThreadSeparator], StringSplitOptions.RemoveEmptyEntries))
        {
            // A path may hold any character, so it comes last.
            if (line.Split([FieldSeparator], Fields) is not [var spanText, var parameter, var slotsText, var path]
                || SpanText.Parse(spanText) is not { } span
                || TokenSlot.Parse(slotsText) is not { Count: > 0 } slots)
            {
                return null;
            }

            threads.Add(new TokenThread(path, span, parameter.Length == 0 ? null : parameter, slots));
        }

        return threads;
    }
}
