namespace LeakAnalyzer.Facts;

/// <summary>The effect of code on an object. The values can be combined.</summary>
[Flags]
internal enum Effect
{
    /// <summary>The code only reads the object, or waits on it.</summary>
    None = 0,

    /// <summary>The code adds one item or permit to the object, such as a queue or semaphore, so that one wait for an item or permit ends.</summary>
    GivesOne = 1,

    /// <summary>The code takes one item from the object, so that one wait for room ends, such as a write to a full bounded channel.</summary>
    TakesOne = 2,

    /// <summary>The code ends all waits on the object.</summary>
    Ends = 4,

    /// <summary>The code sets a time after which all waits on the object end.</summary>
    Bounds = 8,

    /// <summary>The code disposes the object.</summary>
    Disposes = 16,

    /// <summary>The object escapes: code that can't be followed receives the object, and may do anything to it.</summary>
    Escapes = 32,

    /// <summary>The function returns the object.</summary>
    Returned = 64,

    /// <summary>The code stores the object in a field or property. The uses of that field or property count as uses of the object.</summary>
    Stored = 128,

    /// <summary>
    /// The code stores the object in a collection, or in a member of a new object. Uses of what is stored there count as uses of the object.
    /// </summary>
    Collected = 256,

    /// <summary>
    /// The code ends one wait that is pending, without giving it an item. Together with <see cref="GivesOne"/>, because for most questions that is the same.
    /// </summary>
    Interrupts = 512,
}

/// <summary>The effects of a call on an object: those that the call may have, and those that it has on every path.</summary>
/// <param name="May">The effects that at least one path may have.</param>
/// <param name="Must">The effects that every path to the call's end has. They are also in <paramref name="May"/>.</param>
internal readonly record struct Effects(Effect May, Effect Must)
{
    /// <summary>Gets the effects of a call that only reads the object, or waits on it.</summary>
    public static Effects None { get; } = new(Effect.None, Effect.None);

    /// <summary>Gets the effects of a call that may do anything to the object.</summary>
    public static Effects Unknown { get; } = new(Effect.Escapes, Effect.None);

    /// <summary>Creates the effects of a call on every path. Escaping, being returned and being stored never count as certain.</summary>
    public static Effects Certain(Effect effect) => new(effect, effect & ~(Effect.Escapes | Effect.Returned | Effect.Stored | Effect.Collected));

    /// <summary>Combines the effects of two pieces of code that run one after the other.</summary>
    public Effects And(Effects other) => new(May | other.May, Must | other.Must);

    /// <summary>Combines the effects of two paths of which only one is taken.</summary>
    public Effects Or(Effects other) => new(May | other.May, Must & other.Must);
}
