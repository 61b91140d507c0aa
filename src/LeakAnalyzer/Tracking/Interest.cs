using LeakAnalyzer.Facts;

namespace LeakAnalyzer.Tracking;

/// <summary>What one use of an object means to an analysis. For an analysis that looks for disposals, "ends" means "disposes".</summary>
internal enum UseEffect
{
    /// <summary>The use may end the object, or passes the object to code that may end it.</summary>
    Unknown,

    /// <summary>The use doesn't end the object.</summary>
    Harmless,

    /// <summary>The use disposes the object, but the disposal of such an object ends no wait.</summary>
    Disposes,

    /// <summary>The use ends the object (completes, cancels or closes it) on each path of the called code.</summary>
    Ends,

    /// <summary>The use ends the object on some paths of the called code, but not on all.</summary>
    MayEnd,

    /// <summary>The use sets a time after which the object ends.</summary>
    Bounds,
}

/// <summary>
/// The kind of use that an analysis looks for: uses that end a wait on an object, such as a completion, or uses that dispose the object.
/// </summary>
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

    /// <summary>Looks for the uses that cancel a <c>CancellationTokenSource</c>.</summary>
    public static Interest InCancel { get; } = new(WaitsFor.End, isRepeated: true, isDisposal: false);

    /// <summary>Looks for the uses that dispose an object.</summary>
    public static Interest InDisposal { get; } = new(WaitsFor.End, isRepeated: true, isDisposal: true);

    /// <summary>Looks for the uses that end a wait on an object.</summary>
    /// <param name="what">What the wait is for.</param>
    /// <param name="isRepeated">Whether the code waits again after each item, as in a loop, so that one more item doesn't end its waiting.</param>
    public static Interest InWait(WaitsFor what, bool isRepeated) => new(what, isRepeated, isDisposal: false);

    /// <summary>Gets what a use with the given effects means to an analysis that looks for this kind of use.</summary>
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
            : _for == WaitsFor.Room && (effects.May & Effect.TakesOne) != 0 ? UseEffect.Unknown // a read makes room for one write, perhaps the one that waits
            : (effects.May & Effect.Bounds) != 0 ? UseEffect.Bounds
            : (effects.May & Effect.Disposes) != 0 ? UseEffect.Disposes
            : UseEffect.Harmless;
    }

    private static UseEffect Certainty(Effects effects, Effect wanted) =>
        (effects.Must & wanted) != 0 ? UseEffect.Ends
        : (effects.May & wanted) != 0 ? UseEffect.MayEnd
        : UseEffect.Harmless;
}
