namespace LeakAnalyzer.Facts;

/// <summary>The words in which the catalogue is written.</summary>
internal static class Vocabulary
{
    /// <summary>The object that the member is called on.</summary>
    public const Operand Receiver = Operand.Receiver;

    /// <summary>Its first argument.</summary>
    public const Operand Argument = Operand.Argument;

    /// <summary>All its arguments.</summary>
    public const Operand Arguments = Operand.Arguments;

    /// <summary>It only looks at its object.</summary>
    public static readonly Fact Reads = new(FactKind.Reads, Receiver);

    /// <summary>It only looks at its arguments.</summary>
    public static readonly Fact ReadsArguments = new(FactKind.Reads, Arguments);

    /// <summary>It ends all waits on its object.</summary>
    public static readonly Fact Ends = new(FactKind.Ends, Receiver);

    /// <summary>It cancels its object, a source: all waits on the source's token end.</summary>
    public static readonly Fact Cancels = Ends;

    /// <summary>It disposes its object.</summary>
    public static readonly Fact Disposes = new(FactKind.Disposes, Receiver);

    /// <summary>It lets one wait for an item through.</summary>
    public static readonly Fact GivesOne = new(FactKind.GivesOne, Receiver);

    /// <summary>It takes an item.</summary>
    public static readonly Fact TakesOne = new(FactKind.TakesOne, Receiver);

    /// <summary>It sets a time after which its object, a source, cancels itself.</summary>
    public static readonly Fact Bounds = new(FactKind.Bounds, Receiver);

    /// <summary>It holds its thread.</summary>
    public static readonly Fact Blocks = new(FactKind.Blocks);

    /// <summary>It starts the delegate that it is given.</summary>
    public static readonly Fact Starts = new(FactKind.Starts, Operand.Delegate);

    /// <summary>It runs the delegates that it is given.</summary>
    public static readonly Fact Runs = new(FactKind.Runs, Operand.Delegate);

    /// <summary>It tells a container that a type is made once in the process.</summary>
    public static readonly Fact MakesOnce = new(FactKind.MakesOnce);

    /// <summary>It gives up waiting for its task.</summary>
    public static readonly Fact GivesUp = new(FactKind.GivesUp, Receiver);

    /// <summary>It may throw in code that is right.</summary>
    public static readonly Fact MayThrow = new(FactKind.MayThrow);

    /// <summary>It throws in no code that is right.</summary>
    public static readonly Fact NeverThrows = new(FactKind.NeverThrows);

    /// <summary>It waits on its object.</summary>
    public static Fact Waits(WaitsFor what) => new(FactKind.Waits, Receiver, what);

    /// <summary>It waits on its first argument.</summary>
    public static Fact WaitsOnArgument(WaitsFor what) => new(FactKind.Waits, Argument, what);

    /// <summary>It is over when some tasks are.</summary>
    public static Fact Joins(Operand tasks) => new(FactKind.Joins, tasks);

    /// <summary>It does something to its first argument.</summary>
    public static Fact ToArgument(Fact fact) => fact with { On = Argument };

    /// <summary>It gives back something new.</summary>
    public static Fact Returns(ResultKind result) => new(FactKind.Returns, Operand.None, Result: result);

    /// <summary>It gives back something that it makes of an operand.</summary>
    public static Fact Returns(ResultKind result, Operand of) => new(FactKind.Returns, of, Result: result);
}
