using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>What can cancel a token.</summary>
internal enum CancellerKind
{
    /// <summary>Unknown code, or nothing.</summary>
    Unknown,

    /// <summary>Nothing, and on purpose: the code writes <c>CancellationToken.None</c> where it could have left it out.</summary>
    NobodyOnPurpose,

    /// <summary>A timer.</summary>
    Timer,

    /// <summary>The application, when it ends.</summary>
    Application,

    /// <summary>Who gave the token by a parameter.</summary>
    Giver,

    /// <summary>Who gave the token's source by a parameter.</summary>
    GiverOfSource,

    /// <summary>Who cancels the source that a local or field holds.</summary>
    Holder,
}

/// <summary>One of those who can cancel a token.</summary>
/// <param name="Kind">Who it is.</param>
/// <param name="Symbol">The parameter, local or field that it is known by.</param>
/// <param name="Source">The local whose source stands between: when that is disposed, this one can't cancel the token any more.</param>
internal readonly record struct Canceller(CancellerKind Kind, ISymbol? Symbol, ILocalSymbol? Source = null)
{
    public bool Equals(Canceller other) => Kind == other.Kind
        && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol)
        && SymbolEqualityComparer.Default.Equals(Source, other.Source);

    public override int GetHashCode() => (int)Kind * 31 + SymbolEqualityComparer.Default.GetHashCode(Symbol);
}

/// <summary>All that can cancel a token. The origin of a token that nothing can cancel is empty.</summary>
internal sealed class TokenOrigin
{
    private readonly List<Canceller> _cancellers;

    private TokenOrigin(List<Canceller> cancellers) => _cancellers = cancellers;

    public static TokenOrigin Nothing { get; } = new([]);

    public static TokenOrigin Unknown { get; } = Of(CancellerKind.Unknown);

    public IReadOnlyList<Canceller> Cancellers => _cancellers;

    /// <summary>The name of the parameter by which the token was given; empty where it wasn't.</summary>
    public string GivenName => _cancellers.Find(canceller => canceller.Kind is CancellerKind.Giver or CancellerKind.GiverOfSource).Symbol?.Name ?? "";

    public bool IsNothing => _cancellers.Count == 0;

    /// <summary>Whether nobody cancels it, be it on purpose.</summary>
    public bool IsNobody => _cancellers.TrueForAll(canceller => canceller.Kind == CancellerKind.NobodyOnPurpose);

    public static TokenOrigin Of(CancellerKind kind, ISymbol? symbol = null) => new([new Canceller(kind, symbol)]);

    /// <summary>The origin of a token that is cancelled when either of two is.</summary>
    public TokenOrigin Or(TokenOrigin other)
    {
        if (other.IsNothing)
        {
            return this;
        }

        return IsNothing ? other : new TokenOrigin([.. _cancellers.Union(other._cancellers)]);
    }

    /// <summary>The origin of the token of a source that this one reaches only through the source that a local holds.</summary>
    public TokenOrigin Through(ILocalSymbol source) =>
        IsNothing ? this : new TokenOrigin([.. _cancellers.Select(canceller => canceller with { Source = canceller.Source ?? source })]);

    /// <summary>The same where either may be absent.</summary>
    public static TokenOrigin? Or(TokenOrigin? one, TokenOrigin? other) =>
        one is null ? other : other is null ? one : one.Or(other);

    /// <summary>The origin of a token that is one of two, nobody knows which: that of both if they are the same, else unknown.</summary>
    public static TokenOrigin Merge(TokenOrigin one, TokenOrigin other) =>
        one._cancellers.Count == other._cancellers.Count && !one._cancellers.Except(other._cancellers).Any() ? one : Unknown;

    /// <summary>This origin seen from a call: each parameter of the called function becomes the origin of its argument.</summary>
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
