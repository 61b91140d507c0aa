using LeakAnalyzer.Facts;

namespace LeakAnalyzer.Tracking;

/// <summary>What one use of an object means for the question that is asked.</summary>
internal enum UseEffect
{
    /// <summary>The object may be ended there, or by the code that gets it; nothing is certain.</summary>
    Unknown,

    /// <summary>The use ends nothing.</summary>
    Harmless,

    /// <summary>The use disposes the object, and that ends no wait.</summary>
    Disposes,

    /// <summary>The use ends it.</summary>
    Ends,

    /// <summary>The use ends it on some of its own paths.</summary>
    MayEnd,

    /// <summary>The use sets a time after which it ends.</summary>
    Bounds,
}

/// <summary>What is asked of the uses of an object: what ends a wait on it, or what disposes it.</summary>
internal readonly record struct Interest
{
    private readonly WaitsFor _for;
    private readonly bool _isRepeated;
    private readonly bool _isDisposal;

    private Interest(WaitsFor what, bool isRepeated, bool isDisposal)
    {
        _for = what;
        _isRepeated = isRepeated;
        _isDisposal = isDisposal;
    }

    /// <summary>What cancels a source.</summary>
    public static Interest InCancel { get; } = new(WaitsFor.End, isRepeated: true, isDisposal: false);

    /// <summary>What disposes an object.</summary>
    public static Interest InDisposal { get; } = new(WaitsFor.End, isRepeated: true, isDisposal: true);

    /// <summary>What ends a wait.</summary>
    /// <param name="what">What it is for.</param>
    /// <param name="isRepeated">Whether the work waits again after each item, so that an item ends nothing.</param>
    public static Interest InWait(WaitsFor what, bool isRepeated) => new(what, isRepeated, isDisposal: false);

    /// <summary>What some effects on the object mean for this question.</summary>
    public UseEffect Of(Effects effects)
    {
        if ((effects.May & (Effect.Escapes | Effect.Returned)) != 0)
        {
            return UseEffect.Unknown;
        }

        if (_isDisposal)
        {
            return Certainty(effects, Effect.Disposes);
        }

        Effect ends = Effect.Ends | _for switch
        {
            WaitsFor.Permit or WaitsFor.Signal => Effect.GivesOne,
            WaitsFor.Item or WaitsFor.Peer when !_isRepeated => Effect.GivesOne,
            _ => Effect.None,
        };
        return (effects.May & ends) != 0 ? Certainty(effects, ends)
            : _for == WaitsFor.Room && (effects.May & Effect.TakesOne) != 0 ? UseEffect.Unknown // any read makes room
            : (effects.May & Effect.Bounds) != 0 ? UseEffect.Bounds
            : (effects.May & Effect.Disposes) != 0 ? UseEffect.Disposes
            : UseEffect.Harmless;
    }

    private static UseEffect Certainty(Effects effects, Effect wanted) =>
        (effects.Must & wanted) != 0 ? UseEffect.Ends
        : (effects.May & wanted) != 0 ? UseEffect.MayEnd
        : UseEffect.Harmless;
}
