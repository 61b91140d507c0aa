namespace LeakAnalyzer.Facts;

/// <summary>What is done to an object. The values combine.</summary>
[Flags]
internal enum Effect
{
    /// <summary>It is only read, or waited on.</summary>
    None = 0,

    /// <summary>One wait for an item is let through.</summary>
    GivesOne = 1,

    /// <summary>One wait for room is let through.</summary>
    TakesOne = 2,

    /// <summary>All waits on it end.</summary>
    Ends = 4,

    /// <summary>All waits on it end after a time.</summary>
    Bounds = 8,

    /// <summary>It is disposed.</summary>
    Disposes = 16,

    /// <summary>It escapes: it gets to code that can't be followed, so that anything may be done to it.</summary>
    Escapes = 32,

    /// <summary>It is what the function gives back.</summary>
    Returned = 64,

    /// <summary>It is kept in a field or property, whose uses are read too.</summary>
    Stored = 128,
}

/// <summary>What a call does to an object: on some path, and on each.</summary>
/// <param name="May">What some path does.</param>
/// <param name="Must">What each path to the call's end does; a part of <paramref name="May"/>.</param>
internal readonly record struct Effects(Effect May, Effect Must)
{
    /// <summary>The object is only looked at.</summary>
    public static Effects None { get; } = new(Effect.None, Effect.None);

    /// <summary>Anything may be done to it.</summary>
    public static Effects Unknown { get; } = new(Effect.Escapes, Effect.None);

    /// <summary>What is done for certain.</summary>
    public static Effects Certain(Effect effect) => new(effect, effect & ~(Effect.Escapes | Effect.Returned | Effect.Stored));

    /// <summary>Both of two, one after the other.</summary>
    public Effects And(Effects other) => new(May | other.May, Must | other.Must);

    /// <summary>One of two, where two paths meet.</summary>
    public Effects Or(Effects other) => new(May | other.May, Must & other.Must);
}
