using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>The kinds of things that can cancel a token.</summary>
internal enum CancellerKind
{
    /// <summary>It isn't known what can cancel the token, or whether anything can.</summary>
    Unknown,

    /// <summary>Nothing cancels the token, on purpose: the code writes <c>CancellationToken.None</c> although it could leave the argument out.</summary>
    NobodyOnPurpose,

    /// <summary>A timer cancels the token after a time.</summary>
    Timer,

    /// <summary>The application cancels the token when it ends.</summary>
    Application,

    /// <summary>The caller that passed the token to a parameter.</summary>
    Giver,

    /// <summary>The caller that passed the token's source to a parameter.</summary>
    GiverOfSource,

    /// <summary>The code that can refer to the local, field or property that holds the token's source.</summary>
    Holder,
}

/// <summary>Something that can cancel a token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Symbol">The parameter, local, field or property to which the kind refers; null if the kind refers to none.</param>
/// <param name="Source">The local with the linked source through which alone it can cancel the token; null if there is none.</param>
internal readonly record struct Canceller(CancellerKind Kind, ISymbol? Symbol, ILocalSymbol? Source = null)
{
    public bool Equals(Canceller other) => Kind == other.Kind
        && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol)
        && SymbolEqualityComparer.Default.Equals(Source, other.Source);

    public override int GetHashCode() => (int)Kind * 31 + SymbolEqualityComparer.Default.GetHashCode(Symbol);
}

/// <summary>Everything that can cancel a token.</summary>
internal sealed class TokenOrigin
{
    private readonly List<Canceller> _cancellers;

    private TokenOrigin(List<Canceller> cancellers) => _cancellers = cancellers;

    public static TokenOrigin Nothing { get; } = new([]);

    public static TokenOrigin Unknown { get; } = Of(CancellerKind.Unknown);

    public IReadOnlyList<Canceller> Cancellers => _cancellers;

    /// <summary>The name of the parameter to which the token or its source was passed; empty if neither was passed to a parameter.</summary>
    public string GivenName => _cancellers.Find(canceller => canceller.Kind is CancellerKind.Giver or CancellerKind.GiverOfSource).Symbol?.Name ?? "";

    public bool IsEmpty => _cancellers.Count == 0;

    /// <summary>Whether nothing can cancel the token, be that on purpose or not.</summary>
    public bool IsNeverCancelled => _cancellers.TrueForAll(canceller => canceller.Kind == CancellerKind.NobodyOnPurpose);

    public static TokenOrigin Of(CancellerKind kind, ISymbol? symbol = null) => new([new Canceller(kind, symbol)]);

    /// <summary>Combines the origins of two tokens, as for a <c>CancellationTokenSource</c> that is linked to both.</summary>
    public TokenOrigin Or(TokenOrigin other)
    {
        if (other.IsEmpty)
        {
            return this;
        }

        return IsEmpty ? other : new TokenOrigin([.. _cancellers.Union(other._cancellers)]);
    }

    /// <summary>Gets the origin of a token that can be cancelled only through the source that a local holds.</summary>
    public TokenOrigin Through(ILocalSymbol source) =>
        IsEmpty ? this : new TokenOrigin([.. _cancellers.Select(canceller => canceller with { Source = canceller.Source ?? source })]);

    /// <summary>Gets the origin of a token whose source isn't only in a local, but also in a field or property, where other code can refer to it.</summary>
    public TokenOrigin HeldBy(ISymbol keeper, ILocalSymbol local) => new([.. _cancellers.Select(canceller =>
        canceller.Kind == CancellerKind.Holder && SymbolEqualityComparer.Default.Equals(canceller.Symbol, local) ? canceller with { Symbol = keeper }
        : SymbolEqualityComparer.Default.Equals(canceller.Source, local) ? canceller with { Source = null }
        : canceller)]);

    /// <summary>Gets the origin of one of two tokens, if it isn't known of which: unknown, unless both have the same.</summary>
    public static TokenOrigin Merge(TokenOrigin one, TokenOrigin other) =>
        one._cancellers.Count == other._cancellers.Count && !one._cancellers.Except(other._cancellers).Any() ? one : Unknown;

    /// <summary>
    /// Translates an origin in a called method for the method's caller: <paramref name="argumentOf"/> gives what replaces each item, or null to keep it.
    /// </summary>
    public TokenOrigin Substitute(Func<Canceller, TokenOrigin?> argumentOf)
    {
        TokenOrigin result = Nothing;
        foreach (Canceller canceller in _cancellers)
        {
            TokenOrigin origin = argumentOf(canceller) ?? new TokenOrigin([canceller]);
            result = result.Or(canceller.Source is { } source ? origin.Through(source) : origin);
        }

        return result;
    }
}
