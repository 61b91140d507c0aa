using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>
/// Finds the registrations that were added to some tokens after a given moment and still exist. It reads an internal list of .NET 8 to 10; other versions may
/// have none, and then it finds nothing.
/// </summary>
internal sealed class Registrations
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>
    /// The maximum of registrations that are read from one token. The list may change meanwhile, so without a limit the loop might never end.
    /// </summary>
    private const int Most = 100_000;

    private static readonly FieldInfo? s_source = typeof(CancellationToken).GetField("_source", Instance);
    private static readonly FieldInfo? s_registrations = typeof(CancellationTokenSource).GetField("_registrations", Instance);
    private static readonly FieldInfo? s_first = s_registrations?.FieldType.GetField("Callbacks", Instance);
    private static readonly FieldInfo? s_nextId = s_registrations?.FieldType.GetField("NextAvailableId", Instance);
    private static readonly FieldInfo? s_id = s_first?.FieldType.GetField("Id", Instance);
    private static readonly FieldInfo? s_next = s_first?.FieldType.GetField("Next", Instance);
    private static readonly FieldInfo? s_callback = s_first?.FieldType.GetField("Callback", Instance);
    private static readonly FieldInfo? s_state = s_first?.FieldType.GetField("CallbackState", Instance);

    private readonly (CancellationToken Token, long First)[] _tokens;

    /// <summary>Remembers the current state of the tokens. Only later registrations count.</summary>
    public Registrations(IReadOnlyCollection<CancellationToken> tokens) => _tokens = [.. tokens.Select(token => (token, NextId(token)))];

    /// <summary>The registrations that still exist, each as its callback and the state that is passed to it.</summary>
    public List<(Delegate Callback, object? State)> Left()
    {
        var left = new List<(Delegate, object?)>();
        foreach ((CancellationToken token, long first) in _tokens)
        {
            object? node = ListOf(token) is { } list ? s_first?.GetValue(list) : null;
            for (int i = 0; node is not null && i < Most; i++)
            {
                if (s_id?.GetValue(node) is long id && id >= first && s_callback?.GetValue(node) is Delegate callback)
                {
                    left.Add((callback, s_state?.GetValue(node)));
                }

                node = s_next?.GetValue(node);
            }
        }

        return left;
    }

    private static long NextId(CancellationToken token) => ListOf(token) is { } list && s_nextId?.GetValue(list) is long next ? next : 0;

    private static object? ListOf(CancellationToken token) => s_source?.GetValue(token) is { } source ? s_registrations?.GetValue(source) : null;
}
