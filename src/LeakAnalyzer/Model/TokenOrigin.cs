using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Model;

/// <summary>What can cancel a token.</summary>
internal enum CancellerKind
{
    /// <summary>Somebody, or nobody: nothing can be said.</summary>
    Unknown,

    /// <summary>Nobody, and the code says so by <c>CancellationToken.None</c> where it could have said nothing.</summary>
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

/// <summary>One of those who can cancel a token; the parameter, local or field that it is known by.</summary>
internal readonly record struct Canceller(CancellerKind Kind, ISymbol? Symbol)
{
    public bool Equals(Canceller other) => Kind == other.Kind && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol);

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

    public bool IsNothing => _cancellers.Count == 0;

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
            result = result.Or(argumentOf(canceller) ?? new TokenOrigin([canceller]));
        }

        return result;
    }
}
